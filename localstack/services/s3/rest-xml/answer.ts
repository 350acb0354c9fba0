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

/** How S3 words a broken constraint. */
const style = { errorCode: 'InvalidArgument' };

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
  checkInput(`s3.${binding.operation}`, operation.parameters, withoutBytes(binding, input), style);
  call.authorize?.('s3', binding.operation, input);
  const work = (given: object): unknown => operation.run(given as never, call);
  const asked = { service: 's3', operation: binding.operation, input };
  const output = await (call.faults ? call.faults.around(asked, work) : work(input));
  return writeAnswer(binding, output as Record<string, unknown>);
}

/** A raw body has no form that could be wrong, and the check, which shows values in its words, would take it for a map. */
function withoutBytes({ body }: Binding, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (body === undefined || !('raw' in body)) return input;
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== body.raw));
}

/** All buckets are this account's; who expects another owner is refused, as by S3. */
function checkOwner({ headers }: HttpRequest, { accountId }: Call): void {
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    if ((headers[name] ?? accountId) !== accountId) throw accessDenied();
  }
}
