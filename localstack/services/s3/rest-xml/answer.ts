/** REST XML: S3's own protocol, from the request's bytes to the answer's. */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Clock } from '../../../engine/clock.ts';
import type { Call, HttpRequest, HttpResponse, OperationTable } from '../../../engine/service.ts';
import { checkInput } from '../../../engine/validation.ts';
import { accessDenied } from '../errors.ts';
import { addressOf } from './address.ts';
import type { Binding } from './binding.ts';
import { matchBinding } from './match-binding.ts';
import { readSignature } from './presigned-url.ts';
import { readBody } from './read-body.ts';
import { readInput } from './read-input.ts';
import { writeAnswer, writeError } from './write-answer.ts';

export interface RestXml {
  readonly bindings: readonly Binding[];
  readonly operations: OperationTable;
  readonly clock: Clock;
}

export async function answerRestXml(restXml: RestXml, request: HttpRequest, call: Call): Promise<HttpResponse> {
  try {
    return await answer(restXml, request, call);
  } catch (fault) {
    if (fault instanceof AwsError) return writeError(fault, request, call.requestId);
    throw fault;
  }
}

async function answer({ bindings, operations, clock }: RestXml, request: HttpRequest, call: Call) {
  const address = addressOf(request);
  const signed = readSignature(request, clock.nowMs());
  const binding = matchBinding(bindings, signed, address);
  checkOwner(signed, call);
  const operation = operations[binding.operation];
  if (!operation) throw new Error(`The binding ${binding.operation} has no operation`);
  const input = readInput(binding, operation.parameters, address, readBody(signed));
  checkInput(`s3.${binding.operation}`, operation.parameters, input, { errorCode: 'InvalidArgument' });
  return writeAnswer(binding, (await operation.run(input as never, call)) as Record<string, unknown>);
}

/** All buckets are this account's; who expects another owner is refused, as by S3. */
function checkOwner({ headers }: HttpRequest, { accountId }: Call): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if ((headers[name] ?? accountId) !== accountId) throw accessDenied();
  }
}
