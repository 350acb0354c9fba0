import { RawAnswer } from '../../../engine/service.ts';
import type { Call, Operation } from '../../../engine/service.ts';
import { eventMessage } from '../event-stream.ts';
import { versionOf } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { ResponseStream } from '../runtime/response-stream.ts';
import type { StreamEnd } from '../runtime/response-stream.ts';
import { invokeParameters, readPayload, runRequest } from './invoke.ts';
import type { InvokeInput } from './invoke.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html */
export const invokeWithResponseStream = (room: LambdaRoom): Operation => ({
  parameters: { ...invokeParameters, InvocationType: { type: 'string', enum: ['RequestResponse', 'DryRun'] } },
  run: async (input: InvokeInput, call: Call): Promise<RawAnswer> => {
    const record = room.functions.find(input.FunctionName, input.Qualifier);
    const payload = readPayload(input.Payload);
    if (input.InvocationType === 'DryRun') return new RawAnswer(204, {}, '');
    const stream = new ResponseStream();
    const running = room.runner.run(record, {
      ...runRequest(payload, input, call),
      takeChunk: (chunk) => stream.put(chunk),
    });
    void running.then(
      (answer) => stream.end({ answer }),
      () => stream.end({}),
    );
    // What is refused is refused before the first byte, as an error of the request.
    await Promise.race([running, stream.begun]);
    const headers = {
      'content-type': 'application/vnd.amazon.eventstream',
      'x-amz-executed-version': versionOf(record),
    };
    // The wire hands any body on that a response may have; only `RawAnswer`'s type is narrower.
    return new RawAnswer(200, headers, messages(stream, input.LogType === 'Tail') as unknown as string);
  },
});

async function* messages(stream: ResponseStream, withLog: boolean): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream.chunks()) yield eventMessage('PayloadChunk', 'application/octet-stream', chunk);
  const { answer } = await stream.ended;
  // A response that was not streamed comes in one piece.
  if (answer && !answer.functionError && answer.payload.length > 0) {
    yield eventMessage('PayloadChunk', 'application/octet-stream', answer.payload);
  }
  yield eventMessage('InvokeComplete', 'application/json', completion(answer, withLog));
}

function completion(answer: StreamEnd['answer'], withLog: boolean): Buffer {
  const log = withLog && answer ? { LogResult: Buffer.from(answer.logTail, 'utf8').toString('base64') } : {};
  const failure = answer?.functionError
    ? { ErrorCode: answer.functionError, ErrorDetails: answer.payload.toString('utf8') }
    : {};
  return Buffer.from(JSON.stringify({ ...failure, ...log }), 'utf8');
}
