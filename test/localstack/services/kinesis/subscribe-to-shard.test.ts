import { request } from 'node:http';
import { text } from 'node:stream/consumers';

import {
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  MergeShardsCommand,
  RegisterStreamConsumerCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { StreamedAnswer } from '../../../../localstack/engine/service.ts';
import { fanOutWorld, firstShard } from './fan-out-world.ts';
import type { FanOutWorld } from './fan-out-world.ts';
import { arnOf, textsOf } from './kinesis-world.ts';

let world: FanOutWorld;
let consumer: string;
beforeEach(async () => {
  world = await fanOutWorld();
  await world.makeStream('plays');
  consumer = await world.register('plays', 'reader');
});
afterEach(() => world.close());

test('records that are there come first, and those written later as soon as they are written', async () => {
  await world.put('plays', ['1', '2'], 'key');

  const reading = await world.subscribe(consumer);

  expect(await reading.texts()).toEqual(['1', '2']);
  await world.put('plays', ['3'], 'key');
  expect(await reading.texts()).toEqual(['3']);
});

test('an event tells what GetRecords tells of a record, and how far behind the reader is', async () => {
  await world.put('plays', ['1'], 'key');
  const { Records } = await world.get(await world.iterator('plays', firstShard, 'TRIM_HORIZON'));

  const event = await (await world.subscribe(consumer)).next();

  expect(event?.Records).toEqual(Records);
  expect(event?.MillisBehindLatest).toBe(0);
  expect(event?.ContinuationSequenceNumber).toBe(Records?.[0]?.SequenceNumber);
});

test('LATEST sends nothing of before, a timestamp nothing older', async () => {
  await world.put('plays', ['old'], 'key');
  await world.clock.advance(10_000);
  const sinceMs = world.clock.nowMs();
  const other = await world.register('plays', 'other');

  const latest = await world.subscribe(consumer, { Type: 'LATEST' });
  const since = await world.subscribe(other, { Type: 'AT_TIMESTAMP', Timestamp: new Date(sinceMs) });
  expect(await latest.texts()).toEqual([]);
  expect(await since.texts()).toEqual([]);
  await world.put('plays', ['new'], 'key');

  expect(await latest.texts()).toEqual(['new']);
  expect(await since.texts()).toEqual(['new']);
});

test('a quiet shard sends an empty event every five seconds', async () => {
  const reading = await world.subscribe(consumer);
  expect((await reading.next())?.Records).toEqual([]);

  for (let count = 0; count < 3; count += 1) {
    await world.clock.advance(5_000);
    expect((await reading.next())?.Records).toEqual([]);
  }
});

test('a subscription ends after five minutes, and the next one goes on after it', async () => {
  await world.put('plays', ['1'], 'key');
  const reading = await world.subscribe(consumer);
  const first = await reading.next();
  await world.clock.advance(299_999);
  const events = [];
  await world.clock.advance(1);
  for (let event = await reading.next(); event; event = await reading.next()) events.push(event);

  expect(events.flatMap(({ Records = [] }) => Records)).toEqual([]);
  await world.put('plays', ['2'], 'key');
  const SequenceNumber = first?.ContinuationSequenceNumber;
  const again = await world.subscribe(consumer, { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber });
  expect(await again.texts()).toEqual(['2']);
});

test('what continues an empty shard misses nothing', async () => {
  const reading = await world.subscribe(consumer);
  const empty = await reading.next();
  await world.put('plays', ['1'], 'key');
  const other = await world.register('plays', 'other');

  for (const [arn, Type] of [
    [other, 'AFTER_SEQUENCE_NUMBER'],
    [await world.register('plays', 'third'), 'AT_SEQUENCE_NUMBER'],
  ] as const) {
    const going = await world.subscribe(arn, { Type, SequenceNumber: empty?.ContinuationSequenceNumber });
    expect(await going.texts()).toEqual(['1']);
  }
});

test('a shard that is split ends its subscription with its children', async () => {
  await world.put('plays', ['1'], 'key');
  const reading = await world.subscribe(consumer);
  await reading.next();

  const split = { StreamName: 'plays', ShardToSplit: firstShard, NewStartingHashKey: String(2n ** 127n) };
  await world.client.send(new SplitShardCommand(split));

  const last = await reading.next();
  expect(last?.ChildShards?.map(({ ShardId, ParentShards }) => [ShardId, ParentShards])).toEqual([
    ['shardId-000000000001', [firstShard]],
    ['shardId-000000000002', [firstShard]],
  ]);
  expect(last?.ContinuationSequenceNumber).toBeUndefined();
  expect(await reading.next()).toBeUndefined();
});

test('a merged shard read from its start gives its records and then its child', async () => {
  await world.makeStream('merged', 2);
  const reader = await world.register('merged', 'reader');
  await world.put('merged', ['a', 'b', 'c', 'd']);
  const shards = await world.shards('merged');
  const texts = await world.texts('merged', firstShard);
  const [first, second] = shards.map(({ ShardId }) => ShardId);
  const merge = { StreamName: 'merged', ShardToMerge: first, AdjacentShardToMerge: second };
  await world.client.send(new MergeShardsCommand(merge));

  const event = await (await world.subscribe(reader)).next();

  expect(textsOf(event?.Records ?? [])).toEqual(texts);
  expect(event?.ChildShards).toMatchObject([{ ShardId: 'shardId-000000000002', ParentShards: [first, second] }]);
});

test('a second subscription is refused for five seconds, and then takes over', async () => {
  const former = await world.subscribe(consumer);
  await former.next();
  const message = `Another active subscription exists for this consumer: 000000000000:plays:${firstShard}:reader`;
  await world.clock.advance(4_999);
  await expect(world.subscribe(consumer)).rejects.toMatchObject({ name: 'ResourceInUseException', message });

  await world.clock.advance(1);
  const later = await world.subscribe(consumer);

  expect(await later.texts()).toEqual([]);
  await expect(drain(former)).rejects.toMatchObject({ name: 'ResourceInUseException', message });
});

test('two consumers read the same shard, each at its own pace', async () => {
  const other = await world.register('plays', 'other');
  await world.put('plays', ['1'], 'key');

  const [one, two] = [await world.subscribe(consumer), await world.subscribe(other)];

  expect(await one.texts()).toEqual(['1']);
  await world.put('plays', ['2'], 'key');
  expect(await one.texts()).toEqual(['2']);
  expect(await two.texts()).toEqual(['1']);
  expect(await two.texts()).toEqual(['2']);
});

test('more than a mebibyte comes in several events, in order', async () => {
  const long = (text: string) => text.repeat(400 * 1024);
  await world.put('plays', ['a', 'b', 'c', 'd'].map(long), 'key');
  const reading = await world.subscribe(consumer);

  const events: string[][] = [];
  while (events.flat().length < 4) events.push((await reading.texts()).map((each) => each.charAt(0)));

  expect(events.length).toBeGreaterThan(1);
  expect(events.flat()).toEqual(['a', 'b', 'c', 'd']);
});

test('a deregistered consumer, and one whose stream is deleted, hears of it', async () => {
  const other = await world.register('plays', 'other');
  const [one, two] = [await world.subscribe(consumer), await world.subscribe(other)];
  await one.next();
  await two.next();

  await world.client.send(new DeregisterStreamConsumerCommand({ ConsumerARN: consumer }));
  await expect(drain(one)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await world.client.send(new DeleteStreamCommand({ StreamName: 'plays', EnforceConsumerDeletion: true }));
  await expect(drain(two)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('an unknown consumer, an unknown shard and a sequence number that is none are refused', async () => {
  const position = { Type: 'TRIM_HORIZON' } as const;
  const wrong = { Type: 'AT_SEQUENCE_NUMBER', SequenceNumber: '1' } as const;

  await expect(world.subscribe(`${arnOf('plays')}/consumer/none:1`, position)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(world.subscribe(consumer, position, 'shardId-000000000009')).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(world.subscribe(consumer, wrong)).rejects.toMatchObject({ name: 'InvalidArgumentException' });
});

test('a consumer that is CREATING cannot subscribe yet', async () => {
  const slow = await fanOutWorld({ statusDelayMs: 500 });
  await slow.makeStream('plays');
  await slow.clock.advance(500);
  const { Consumer } = await slow.client.send(
    new RegisterStreamConsumerCommand({ StreamARN: arnOf('plays'), ConsumerName: 'reader' }),
  );

  await expect(slow.subscribe(Consumer?.ConsumerARN ?? '')).rejects.toMatchObject({
    name: 'ResourceInUseException',
    message: expect.stringContaining('under stream: plays , account 000000000000 is not in ACTIVE status.'),
  });
  await slow.clock.advance(500);
  expect(await (await slow.subscribe(Consumer?.ConsumerARN ?? '')).texts()).toEqual([]);
  await slow.close();
});

test('HTTP/1.1 gets the same messages as they come', async () => {
  await world.put('plays', ['1'], 'key');
  const { promise, resolve, reject } = Promise.withResolvers<{ type: string | undefined; body: string }>();
  const outgoing = request(world.url, { method: 'POST', agent: false, headers }, (response) => {
    void text(response).then((body) => resolve({ type: response.headers['content-type'], body }), reject);
    response.once('data', () => void world.client.send(new DeregisterStreamConsumerCommand({ ConsumerARN: consumer })));
  });
  outgoing.on('error', reject);
  outgoing.end(JSON.stringify({ ConsumerARN: consumer, ShardId: firstShard, StartingPosition: { Type: 'LATEST' } }));

  const { type, body } = await promise;

  expect(type).toBe('application/vnd.amazon.eventstream');
  expect(body).toContain('initial-response');
  expect(body).toContain('ResourceNotFoundException');
});

const headers = { 'x-amz-target': 'Kinesis_20131202.SubscribeToShard', 'content-type': 'application/x-amz-json-1.1' };

test('a client that hangs up ends its subscription', async () => {
  const aborter = new AbortController();
  const input = { ConsumerARN: consumer, ShardId: firstShard, StartingPosition: { Type: 'LATEST' } };
  const call = { requestId: 'r', accountId: '000000000000', region: 'us-east-1', signal: aborter.signal };
  const answer = await world.service.operations['SubscribeToShard']?.run(input as never, call);
  const messages = (answer as StreamedAnswer).body[Symbol.asyncIterator]();
  await messages.next();
  await messages.next();
  const waiting = messages.next();

  aborter.abort();

  expect(await waiting).toMatchObject({ done: true });
});

async function drain(reading: { next(): Promise<unknown> }): Promise<void> {
  while ((await reading.next()) !== undefined);
}
