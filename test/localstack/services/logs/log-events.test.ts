import {
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createLogs } from '../../../../localstack/services/logs/index.ts';
import { testEngine, testStartMs } from '../../../support/in-process.ts';
import { logsWorld } from './logs-world.ts';
import type { LogsWorld } from './logs-world.ts';

let world: LogsWorld;
beforeEach(async () => {
  world = logsWorld();
  await world.make('/app', 's', 't');
});
afterEach(() => world.close());

const dayMs = 86_400_000;
const event = (message: string, offsetMs = 0) => ({ timestamp: testStartMs + offsetMs, message });
const get = (input: object = {}) =>
  world.client.send(new GetLogEventsCommand({ logGroupName: '/app', logStreamName: 's', ...input }));
const filter = (input: object = {}) =>
  world.client.send(new FilterLogEventsCommand({ logGroupName: '/app', ...input }));
const messages = (events: readonly { message?: string | undefined }[] | undefined) =>
  events?.map(({ message }) => message);

test('without a token the latest events come, oldest of them first', async () => {
  await world.put('/app', 's', event('a'), event('b', 1), event('c', 2));

  const { events } = await get({ limit: 2 });

  expect(events).toMatchObject([
    { message: 'b', timestamp: testStartMs + 1, ingestionTime: testStartMs },
    { message: 'c', timestamp: testStartMs + 2 },
  ]);
});

test('tokens walk forward and backward, and come back unchanged at an end', async () => {
  await world.put('/app', 's', ...['a', 'b', 'c', 'd', 'e'].map((message) => event(message)));

  const first = await get({ startFromHead: true, limit: 3 });
  const second = await get({ nextToken: first.nextForwardToken, limit: 3 });
  const third = await get({ nextToken: second.nextForwardToken, limit: 3 });
  const back = await get({ nextToken: second.nextBackwardToken, limit: 2 });

  expect([first, second, third, back].map(({ events }) => messages(events))).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
    [],
    ['b', 'c'],
  ]);
  expect(third.nextForwardToken).toBe(second.nextForwardToken);
});

test('a follower that keeps its token sees what is written later', async () => {
  await world.put('/app', 's', event('a'));
  const { nextForwardToken } = await get({ startFromHead: true });

  world.door.append('/app', 's', [{ timestampMs: testStartMs + 5, message: 'b' }]);

  expect(messages((await get({ nextToken: nextForwardToken })).events)).toEqual(['b']);
});

test('the start of a range is part of it, its end is not', async () => {
  await world.put('/app', 's', event('a'), event('b', 1), event('c', 2));

  const { events } = await get({ startTime: testStartMs + 1, endTime: testStartMs + 2 });

  expect(messages(events)).toEqual(['b']);
});

test('a batch out of order is refused, events out of range are left out by index', async () => {
  await expect(world.put('/app', 's', event('b', 1), event('a'))).rejects.toMatchObject({
    message: 'Log events in a single PutLogEvents request must be in chronological order.',
  });

  const { rejectedLogEventsInfo } = await world.put('/app', 's', event('now'), event('future', 3 * 3_600_000));

  expect(rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
  expect(messages((await get()).events)).toEqual(['now']);
});

test('an unknown stream is refused', async () => {
  await expect(world.put('/app', 'none', event('a'))).rejects.toMatchObject({
    message: 'The specified log stream does not exist.',
  });
});

test('FilterLogEvents reads across streams in order of time, page by page', async () => {
  await world.put('/app', 's', event('error a'), event('fine'), event('error c', 2));
  await world.put('/app', 't', event('error b', 1));

  const first = await filter({ filterPattern: 'error', limit: 2 });
  const second = await filter({ filterPattern: 'error', nextToken: first.nextToken });

  expect(first.events?.map(({ message, logStreamName }) => [message, logStreamName])).toEqual([
    ['error a', 's'],
    ['error b', 't'],
  ]);
  expect(messages(second.events)).toEqual(['error c']);
  expect(second.nextToken).toBeUndefined();
});

test('FilterLogEvents keeps to the streams and the time it is given, both ends included', async () => {
  await world.put('/app', 's', event('a'), event('b', 1), event('c', 2));
  await world.put('/app', 't', event('d', 1));

  const { events } = await filter({
    logStreamNamePrefix: 's',
    startTime: testStartMs,
    endTime: testStartMs + 1,
  });

  expect(messages(events)).toEqual(['a', 'b']);
});

test('expired events are neither shown nor kept', async () => {
  await world.client.send(new PutRetentionPolicyCommand({ logGroupName: '/app', retentionInDays: 1 }));
  await world.put('/app', 's', event('old'));

  await world.clock.advance(dayMs + 1);
  expect(messages((await get()).events)).toEqual([]);

  await world.clock.advance(3_600_000);
  const kept = world.engine.state.database('logs').prepare('SELECT count(*) AS rows FROM events').get();
  expect(kept).toEqual({ rows: 0 });
});

test('what the door was given survives a restart', async () => {
  world.door.append('/new', 'stream', [{ timestampMs: testStartMs, message: 'kept' }]);

  const { client } = world.restart();

  const { events } = await client.send(new FilterLogEventsCommand({ logGroupName: '/new' }));
  expect(messages(events)).toEqual(['kept']);
});

test('lines of one turn are written in one transaction', async () => {
  const rows = () => world.engine.state.database('logs').prepare('SELECT count(*) AS rows FROM events').get();
  for (let line = 0; line < 100; line += 1) {
    world.door.append('/app', 's', [{ timestampMs: testStartMs, message: `line ${line}` }]);
  }

  expect(rows()).toEqual({ rows: 0 });
  await new Promise((resolve) => setImmediate(resolve));
  expect(rows()).toEqual({ rows: 100 });
});

test('lines that cannot be written are reported, and the cloud goes on', async () => {
  const reports: string[] = [];
  const state = temporaryState();
  const { door } = createLogs({ ...testEngine(state), log: (_level, event) => void reports.push(event) });
  door.append('/app', 's', [{ timestampMs: testStartMs, message: 'lost' }]);
  state.database('logs').exec('DROP TABLE events');

  await new Promise((resolve) => setImmediate(resolve));

  expect(reports).toEqual(['log-lines-lost']);
  state.close();
});
