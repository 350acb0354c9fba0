import { DynamodbFault } from './dynamodb-fault.ts';

/** Why another try may succeed: DynamoDB asked for less, or something broke that is not likely to be broken for long. */
export type RetryReason = 'throttling' | 'transient';

/** As the SDK has them, as far as DynamoDB says such things. */
const throttlingNames = new Set([
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
const transientNames = new Set([
  'ReplicatedWriteConflictException',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
]);
const connectionCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** A process that is frozen between signing and sending sends late; the next try is signed anew. */
const isLate = ({ name, message }: DynamodbFault): boolean =>
  name === 'InvalidSignatureException' && message.includes('Signature expired');

/** Connecting to a name with several addresses fails with a fault for each. */
const codesOf = (cause: unknown): readonly unknown[] =>
  [cause, ...(cause instanceof AggregateError ? cause.errors : [])].map((each) => (each as { code?: unknown }).code);

/**
 * Why a call that ended so is worth another try; `undefined` when it is not. The SDK's standard mode:
 * docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html, and what DynamoDB says:
 * docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function retryReasonOf(fault: unknown): RetryReason | undefined {
  if (!(fault instanceof DynamodbFault)) return undefined;
  const { name, status = 0, cause } = fault;
  if (status === 429 || throttlingNames.has(name)) return 'throttling';
  if (status >= 500 || transientNames.has(name) || isLate(fault)) return 'transient';
  const isBroken = name === 'ConnectionError' && codesOf(cause).some((code) => connectionCodes.has(String(code)));
  return isBroken ? 'transient' : undefined;
}
