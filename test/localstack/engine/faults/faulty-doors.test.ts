import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { Faults } from '../../../../localstack/engine/faults/faults.ts';
import { faultyQueues, faultyStreams } from '../../../../localstack/engine/faults/faulty-doors.ts';
import type { Service } from '../../../../localstack/engine/service.ts';
import { createKinesis } from '../../../../localstack/services/kinesis/index.ts';
import { createSqs } from '../../../../localstack/services/sqs/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/listens';
const queueArn = 'arn:aws:sqs:us-east-1:000000000000:todo';

let engine: ReturnType<typeof testEngine>;
let faults: Faults;
let kinesis: ReturnType<typeof createKinesis>;
let sqs: ReturnType<typeof createSqs>;

beforeEach(() => {
  engine = testEngine();
  kinesis = createKinesis(engine);
  sqs = createSqs(engine);
  const services: Service[] = [kinesis, sqs];
  faults = new Faults({ ...engine, services: () => services });
});
afterEach(() => engine.state.close());

test('a stream that is down is read by nobody, and another one is', async () => {
  const { call } = inProcess([kinesis]);
  for (const StreamName of ['listens', 'other']) await call('kinesis', 'CreateStream', { StreamName, ShardCount: 1 });
  await engine.clock.advance(60_000);
  faults.add({ service: 'kinesis', operation: 'GetRecords', resource: 'listens', effect: { kind: 'down' } });
  const streams = faultyStreams({ ...engine, faults }, kinesis.streams, 'kinesis');
  const read = (arn: string) => {
    const [shard] = streams.shards(arn);
    const from = { kind: 'TRIM_HORIZON' } as const;
    return streams.read(arn, shard?.shardId ?? '', from, { recordsMax: 1, bytesMax: 1 });
  };

  expect(() => read(streamArn)).toThrow('Service Unavailable');
  expect(read(streamArn.replace('listens', 'other')).records).toEqual([]);
});

test('messages whose receipt is dropped stay in flight until their time is over', async () => {
  const { call } = inProcess([sqs]);
  await call('sqs', 'CreateQueue', { QueueName: 'todo', Attributes: { VisibilityTimeout: '30' } });
  sqs.door.send(queueArn, 'a song');
  faults.add({ service: 'sqs', operation: 'ReceiveMessage', effect: { kind: 'drop-reply' }, count: 1 });
  const queues = faultyQueues({ ...engine, faults }, sqs.door);

  expect(() => queues.receive(queueArn, 10)).toThrow('dropped the reply');
  expect(queues.receive(queueArn, 10)).toEqual([]);
  await engine.clock.advance(30_000);
  expect(queues.receive(queueArn, 10)).toMatchObject([
    { body: 'a song', attributes: { ApproximateReceiveCount: '2' } },
  ]);
});

test('without fault rules the doors are the services’ own', () => {
  expect(faultyQueues(engine, sqs.door)).toBe(sqs.door);
  expect(faultyStreams(engine, kinesis.streams, 'kinesis')).toBe(kinesis.streams);
});
