import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import { kinesisEvent, kinesisRecordBytes } from '../../../../../localstack/services/lambda/mappings/kinesis-event.ts';

const source = {
  streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/listens',
  region: 'us-east-1',
  roleArn: 'arn:aws:iam::000000000000:role/reader',
};
const shardId = 'shardId-000000000006';
const sequenceNumber = '49590338271490256608559692538361571095921575989136588898';

/** The event as objects, which the writer must agree with. */
const asObject = (record: { partitionKey: string; data: Buffer; approximateArrivalMs: number }) => ({
  kinesis: {
    kinesisSchemaVersion: '1.0',
    partitionKey: record.partitionKey,
    sequenceNumber,
    data: record.data.toString('base64'),
    approximateArrivalTimestamp: record.approximateArrivalMs / 1000,
  },
  eventSource: 'aws:kinesis',
  eventVersion: '1.0',
  eventID: `${shardId}:${sequenceNumber}`,
  eventName: 'aws:kinesis:record',
  invokeIdentityArn: source.roleArn,
  awsRegion: source.region,
  eventSourceARN: source.streamArn,
});

const record = fc.record({
  partitionKey: fc.string({ unit: 'binary', minLength: 1, maxLength: 256 }),
  data: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  approximateArrivalMs: fc.integer({ min: 1, max: 2_000_000_000_000 }),
  sequenceNumber: fc.constant(sequenceNumber),
});

test('an event has AWS’s shape, whatever keys and data hold', () => {
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), (records) => {
      const event = JSON.parse(kinesisEvent(source, shardId, records).toString('utf8')) as unknown;

      expect(event).toEqual({ Records: records.map(asObject) });
    }),
  );
});

test('a record takes no more room than was counted for it', () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
      const counted = records.reduce((sum, each) => sum + kinesisRecordBytes(source.streamArn, each), 0);

      expect(kinesisEvent(source, shardId, records).length).toBeLessThanOrEqual(counted);
    }),
  );
});
