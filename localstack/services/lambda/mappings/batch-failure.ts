/**
 * What an on-failure destination is told about records that were given up: where they are, never what they hold.
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
import type { InvokeAnswer, StreamRecord } from '../../../engine/doors.ts';

/** Unsure of the age condition's name: the documentation shows only the first; users quote the second. */
export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export interface Discarded {
  readonly requestId: string;
  readonly functionArn: string;
  readonly reason: DiscardReason;
  readonly invocations: number;
  /** The last invocation's answer; absent when the records never reached the function. */
  readonly answer?: Pick<InvokeAnswer, 'statusCode' | 'executedVersion' | 'functionError'>;
  readonly source: 'kinesis' | 'dynamodb';
  readonly shardId: string;
  readonly streamArn: string;
  readonly records: readonly StreamRecord[];
  readonly nowMs: number;
}

export function batchFailure(discarded: Discarded): string {
  const { requestId, functionArn, reason, invocations, answer, source, shardId, streamArn, records, nowMs } = discarded;
  const first = records[0];
  const last = records.at(-1);
  return JSON.stringify({
    requestContext: { requestId, functionArn, condition: reason, approximateInvokeCount: invocations },
    ...(answer && {
      responseContext: {
        statusCode: answer.statusCode,
        executedVersion: answer.executedVersion,
        functionError: answer.functionError, // Left out when the function answered with a partial failure.
      },
    }),
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    [source === 'dynamodb' ? 'DDBStreamBatchInfo' : 'KinesisBatchInfo']: {
      shardId,
      startSequenceNumber: first?.sequenceNumber,
      endSequenceNumber: last?.sequenceNumber,
      approximateArrivalOfFirstRecord: first && new Date(first.approximateArrivalMs).toISOString(),
      approximateArrivalOfLastRecord: last && new Date(last.approximateArrivalMs).toISOString(),
      batchSize: records.length,
      streamArn,
    },
  });
}
