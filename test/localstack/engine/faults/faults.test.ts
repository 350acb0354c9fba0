import { beforeEach, describe, expect, test } from '@jest/globals';

import { VirtualClock } from '../../../../localstack/engine/clock.ts';
import type { FaultRule } from '../../../../localstack/engine/faults/fault-rule.ts';
import { Faults } from '../../../../localstack/engine/faults/faults.ts';
import { seededRandom } from '../../../../localstack/engine/random.ts';
import type { Service } from '../../../../localstack/engine/service.ts';
import { testStartMs } from '../../../support/in-process.ts';

const json = { kind: 'json', version: '1.0', targetPrefix: 'P' } as const;
const operation = { parameters: {}, run: () => undefined };
const services: Service[] = [
  {
    name: 'dynamodb',
    protocol: json,
    operations: { PutItem: operation, GetItem: operation, BatchWriteItem: operation },
  },
  {
    name: 'kinesis',
    protocol: json,
    operations: { PutRecords: operation, GetRecords: operation },
    iam: { resolve: (_, iterator) => `arn:aws:kinesis:us-east-1:000000000000:stream/${iterator}` },
  },
  {
    name: 'sns',
    protocol: { kind: 'query', xmlNamespace: 'x', apiVersion: '1' },
    operations: { Publish: operation },
  },
];

let clock: VirtualClock;
let faults: Faults;
let logged: (readonly [string, unknown])[];
beforeEach(() => {
  clock = new VirtualClock(testStartMs);
  logged = [];
  faults = new Faults({
    clock,
    random: seededRandom(1),
    log: (_, event, fields) => void logged.push([event, fields]),
    services: () => services,
  });
});

const throttle = { kind: 'throttle' } as const;
const tooFast = { code: 'ProvisionedThroughputExceededException', statusCode: 400 };

async function call(service = 'dynamodb', name = 'PutItem', input: object = { TableName: 'plays' }, work = () => {}) {
  const done = { isDone: false };
  await faults.around({ service, operation: name, input: input as Record<string, unknown> }, () => {
    done.isDone = true;
    return work();
  });
  return done.isDone;
}

/** For each of `times` calls, whether it went well. */
async function outcomes(times: number): Promise<string> {
  let all = '';
  for (let index = 0; index < times; index += 1)
    all += await call().then(
      () => '.',
      () => 'x',
    );
  return all;
}

describe('whom a rule strikes', () => {
  test('only calls of its service and operation', async () => {
    faults.add({ service: 'dynamodb', operation: 'PutItem', effect: throttle });
    await expect(call('dynamodb', 'GetItem')).resolves.toBe(true);
    await expect(call('kinesis', 'GetRecords', {})).resolves.toBe(true);
    await expect(call()).rejects.toMatchObject(tooFast);
  });

  test.each([
    ['lay', { TableName: 'plays' }],
    ['pl*s', { TableName: 'plays' }],
    ['plays', { TableName: 'arn:aws:dynamodb:us-east-1:000000000000:table/plays' }],
    ['play*', { TableName: 'arn:aws:dynamodb:us-east-1:000000000000:table/plays' }],
    ['plays', { TransactItems: [{ Put: { TableName: 'other' } }, { Delete: { TableName: 'plays' } }] }],
    ['plays', { RequestItems: { other: {}, plays: {} } }],
  ])('a resource %s is found in %j', async (resource, input) => {
    faults.add({ service: 'dynamodb', resource, effect: { kind: 'down' } });
    await expect(call('dynamodb', 'GetItem', input)).rejects.toMatchObject({ statusCode: 503 });
    await expect(call('dynamodb', 'GetItem', { TableName: 'a.other' })).resolves.toBe(true);
  });

  test('a stream is found behind a shard iterator', async () => {
    faults.add({ service: 'kinesis', resource: 'listens', effect: throttle });
    await expect(call('kinesis', 'GetRecords', { ShardIterator: 'listens' })).rejects.toMatchObject(tooFast);
    await expect(call('kinesis', 'GetRecords', { ShardIterator: 'other' })).resolves.toBe(true);
  });

  test('as many calls as its count', async () => {
    faults.add({ service: 'dynamodb', effect: throttle, count: 2 });
    expect(await outcomes(5)).toBe('xx...');
  });

  test('the same calls for the same seed', async () => {
    const rule: FaultRule = { id: 'some', service: 'dynamodb', effect: throttle, probability: 0.5, seed: 42 };
    faults.add(rule);
    const first = await outcomes(40);
    faults.clear();
    faults.add(rule);
    expect(await outcomes(40)).toBe(first);
    expect(first).toContain('x');
    expect(first).toContain('.');
  });

  test('calls within its time on the cloud’s clock', async () => {
    faults.add({ service: 'dynamodb', effect: throttle, fromMs: testStartMs + 1_000, forMs: 500 });
    expect(await outcomes(1)).toBe('.');
    await clock.advance(1_000);
    expect(await outcomes(1)).toBe('x');
    await clock.advance(500);
    expect(await outcomes(1)).toBe('.');
  });
});

describe('what a rule does', () => {
  test('a throttled call does no work', async () => {
    faults.add({ service: 'sns', effect: throttle });
    let worked = 0;
    await expect(call('sns', 'Publish', {}, () => void (worked += 1))).rejects.toMatchObject({ code: 'Throttling' });
    expect(worked).toBe(0);
  });

  test('a failure has the rule’s own words', async () => {
    const effect = { kind: 'fail', code: 'InternalServerError', statusCode: 500, message: 'Oh no' } as const;
    faults.add({ service: 'dynamodb', effect });
    const { code, statusCode, message } = effect;
    await expect(call()).rejects.toMatchObject({ code, statusCode, message });
  });

  test('delays add up on the cloud’s clock, before the work', async () => {
    faults.add({ service: 'dynamodb', effect: { kind: 'delay', delayMs: 30 } });
    faults.add({ service: 'dynamodb', effect: { kind: 'delay', delayMs: 70 } });
    let workedAtMs = 0;
    const calling = call('dynamodb', 'PutItem', {}, () => void (workedAtMs = clock.nowMs()));
    await clock.advance(99);
    expect(workedAtMs).toBe(0);
    await clock.advance(1);
    await calling;
    expect(workedAtMs).toBe(testStartMs + 100);
  });

  test('a dropped reply is lost after the work is done', async () => {
    faults.add({ id: 'lost', service: 'dynamodb', effect: { kind: 'drop-reply' } });
    let worked = 0;
    const calling = call('dynamodb', 'PutItem', {}, () => void (worked += 1));
    await expect(calling).rejects.toMatchObject({ name: 'ReplyDropped', code: 'ECONNRESET' });
    expect(worked).toBe(1);
  });

  test('a function is killed once the call has begun, or so long afterwards', async () => {
    const seen: string[] = [];
    faults.onKillFunction((name) => void seen.push(name));
    faults.add({ service: 'dynamodb', effect: { kind: 'kill-function', functionName: 'at-once' } });
    faults.add({ service: 'dynamodb', effect: { kind: 'kill-function', functionName: 'later', afterMs: 5 } });
    await call('dynamodb', 'PutItem', {}, () => void seen.push('work'));
    expect(seen).toEqual(['work', 'at-once']);
    await clock.advance(5);
    expect(seen).toEqual(['work', 'at-once', 'later']);
  });

  test('the first rule that refuses is the one that is heard, and counted', async () => {
    faults.add({ id: 'first', service: 'dynamodb', effect: { kind: 'down' } });
    faults.add({ id: 'second', service: 'dynamodb', effect: throttle });
    await expect(call()).rejects.toMatchObject({ statusCode: 503 });
    expect(faults.reports().map(({ injected }) => injected)).toEqual([1, 0]);
  });

  test('neighbours who cannot wait are refused, not delayed', () => {
    faults.add({ service: 'kinesis', effect: { kind: 'delay', delayMs: 5 } });
    const asked = { service: 'kinesis', operation: 'GetRecords', input: {} };
    expect(faults.aroundNow(asked, () => 'page')).toBe('page');
    faults.add({ service: 'kinesis', effect: { kind: 'down' } });
    expect(() => faults.aroundNow(asked, () => 'page')).toThrow('Service Unavailable');
  });
});

describe('the rules', () => {
  test('are shown with what they have done, and each injection is logged', async () => {
    faults.add({ id: 'once', service: 'dynamodb', effect: throttle, count: 1, seed: 1 });
    await outcomes(2);
    const rule = { id: 'once', service: 'dynamodb', effect: throttle, count: 1, seed: 1 };
    expect(faults.reports()).toEqual([{ rule, injected: 1, isActive: false }]);
    const fields = { rule: 'once', effect: 'throttle', service: 'dynamodb', operation: 'PutItem' };
    expect(logged).toEqual([['fault-injected', fields]]);
  });

  test('have ids of their own and can be taken back', async () => {
    const { id } = faults.add({ service: 'dynamodb', effect: throttle });
    expect(id).toBe('fault-1');
    expect(() => faults.add({ id, service: 'dynamodb', effect: throttle })).toThrow(`a rule 'fault-1' already`);
    expect(faults.remove(id)).toBe(true);
    expect(faults.remove(id)).toBe(false);
    expect(await outcomes(1)).toBe('.');
  });

  test('are added all or none', () => {
    const good: FaultRule = { service: 'dynamodb', effect: throttle };
    expect(() => faults.addAll([good, { ...good, service: 'dynamo' }])).toThrow(
      `service must be one of dynamodb, kinesis, sns, got 'dynamo'.`,
    );
    expect(faults.reports()).toEqual([]);
  });

  test('name operations that their service has', () => {
    expect(() => faults.add({ service: 'dynamodb', operation: 'PutItems', effect: throttle })).toThrow(
      `operation must be one that dynamodb has, got 'PutItems'.`,
    );
  });
});
