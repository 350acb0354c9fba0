/** What destinations and dead-letter queues of asynchronous invocations are told. */
import type { InvokeAnswer } from '../../../engine/doors.ts';
import { latestVersion } from '../function-name.ts';
import type { FunctionRecord } from '../function-record.ts';
import type { QueuedEvent } from './event-queue.ts';

export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded';

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-async-destinations */
export function destinationRecord(
  record: FunctionRecord,
  event: QueuedEvent,
  condition: Condition,
  invocations: number,
  answer: InvokeAnswer | undefined,
  nowMs: number,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(nowMs).toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${record.arn}:${record.qualifier ?? latestVersion}`,
      condition,
      approximateInvokeCount: invocations,
    },
    requestPayload: readJson(event.payload),
    ...(answer && {
      responseContext: {
        statusCode: answer.statusCode,
        executedVersion: answer.executedVersion,
        functionError: answer.functionError,
      },
      responsePayload: readJson(answer.payload),
    }),
  });
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html#invocation-dlq */
export function deadLetterAttributes(
  { requestId }: QueuedEvent,
  answer: InvokeAnswer | undefined,
): Record<string, { readonly dataType: string; readonly stringValue: string }> {
  const { errorMessage } = (answer ? readJson(answer.payload) : {}) as { readonly errorMessage?: unknown };
  const message = typeof errorMessage === 'string' ? errorMessage : 'The event was not processed in time.';
  return {
    RequestID: { dataType: 'String', stringValue: requestId },
    ErrorCode: { dataType: 'Number', stringValue: String(answer?.statusCode ?? 429) },
    // "The first 1 KB of the error message."
    ErrorMessage: { dataType: 'String', stringValue: Buffer.from(message).subarray(0, 1024).toString('utf8') },
  };
}

function readJson(payload: Buffer): unknown {
  const text = payload.toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
