/** AWS's refusals, in its words. https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html and each operation's page. */
import { AwsError } from '../../engine/aws-error.ts';

export function functionNotFound(arn: string): AwsError {
  return resourceNotFound(`Function not found: ${arn}`);
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404, { Type: 'User' });
}

export function functionAlreadyExists(name: string): AwsError {
  return resourceConflict(`Function already exist: ${name}`);
}

export function resourceConflict(message: string): AwsError {
  return new AwsError('ResourceConflictException', message, 409, { Type: 'User' });
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, 400, { Type: 'User' });
}

export function preconditionFailed(): AwsError {
  return new AwsError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id',
    412,
    { Type: 'User' },
  );
}

export function requestTooLarge(bytesMax: number): AwsError {
  return new AwsError(
    'RequestTooLargeException',
    `Request must be smaller than ${bytesMax} bytes for the InvokeFunction operation`,
    413,
  );
}

/** The payload is not JSON. AWS quotes its own parser's complaint; ours quotes Node's. */
export function invalidRequestContent(complaint: string): AwsError {
  return new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${complaint}`, 400, {
    Type: 'User',
  });
}

export type ThrottleReason = 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded';

export function tooManyRequests(reason: ThrottleReason): AwsError {
  return new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429, { Reason: reason, Type: 'User' });
}
