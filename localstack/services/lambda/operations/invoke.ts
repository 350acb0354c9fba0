import { RawAnswer } from '../../../engine/service.ts';
import type { Call, Operation } from '../../../engine/service.ts';
import type { ParameterTable } from '../../../engine/validation.ts';
import { invalidRequestContent, requestTooLarge } from '../errors.ts';
import type { FunctionRecord } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { requestBytesMax } from '../limits.ts';
import type { RunRequest } from '../runtime/function-runner.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

export interface InvokeInput extends Addressed {
  readonly InvocationType?: 'RequestResponse' | 'Event' | 'DryRun';
  readonly LogType?: 'None' | 'Tail';
  /** Base64 JSON. */
  readonly ClientContext?: string;
  readonly TraceId?: string;
  readonly Payload?: Buffer;
}

/** What both kinds of invocation accept. */
export const invokeParameters: ParameterTable = {
  ...addressing,
  LogType: { type: 'string', enum: ['None', 'Tail'] },
  ClientContext: { type: 'string' },
  TraceId: { type: 'string' },
  Payload: { type: 'any' },
};

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const invoke = (room: LambdaRoom): Operation => ({
  parameters: { ...invokeParameters, InvocationType: { type: 'string', enum: ['RequestResponse', 'Event', 'DryRun'] } },
  run: async (input: InvokeInput, call: Call): Promise<RawAnswer> => {
    const record = room.functions.find(input.FunctionName, input.Qualifier);
    const payload = readPayload(input.Payload);
    switch (input.InvocationType ?? 'RequestResponse') {
      case 'DryRun':
        return new RawAnswer(204, {}, '');
      case 'Event':
        return new RawAnswer(202, { 'x-amzn-requestid': room.asyncInvoker.enqueue(record, payload) }, '');
      case 'RequestResponse':
        return await runNow(room, record, payload, input, call);
    }
  },
});

/** What the runner is told of a request. */
export function runRequest(
  payload: Buffer,
  { ClientContext, TraceId }: InvokeInput,
  { requestId }: Call,
): Pick<RunRequest, 'payload' | 'requestId' | 'clientContext' | 'traceId'> {
  return {
    payload,
    requestId,
    ...(ClientContext && { clientContext: Buffer.from(ClientContext, 'base64').toString('utf8') }),
    ...(TraceId && { traceId: TraceId }),
  };
}

async function runNow(
  { runner }: LambdaRoom,
  record: FunctionRecord,
  payload: Buffer,
  input: InvokeInput,
  call: Call,
): Promise<RawAnswer> {
  const answer = await runner.run(record, runRequest(payload, input, call));
  const headers = {
    'content-type': 'application/json',
    'x-amz-executed-version': answer.executedVersion,
    ...(answer.functionError && { 'x-amz-function-error': answer.functionError }),
    ...(input.LogType === 'Tail' && { 'x-amz-log-result': Buffer.from(answer.logTail, 'utf8').toString('base64') }),
  };
  return new RawAnswer(answer.statusCode, headers, answer.payload);
}

/** No payload at all is an empty object. */
export function readPayload(payload: Buffer | undefined): Buffer {
  if (!payload || payload.length === 0) return Buffer.from('{}');
  if (payload.length > requestBytesMax) throw requestTooLarge(requestBytesMax);
  try {
    JSON.parse(payload.toString('utf8'));
  } catch (fault) {
    throw invalidRequestContent((fault as Error).message);
  }
  return payload;
}
