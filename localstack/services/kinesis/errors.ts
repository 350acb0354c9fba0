/** What Kinesis says no with. Words as AWS's answers have them, unless a line says otherwise. */
import { AwsError, validationError } from '../../engine/aws-error.ts';

export function invalidArgument(message: string): AwsError {
  return new AwsError('InvalidArgumentException', message);
}

export function resourceInUse(message: string): AwsError {
  return new AwsError('ResourceInUseException', message);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceededException', message);
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message);
}

export function streamNotFound(name: string, accountId: string): AwsError {
  return notFound(`Stream ${name} under account ${accountId} not found.`);
}

export function streamExists(name: string, accountId: string): AwsError {
  return resourceInUse(`Stream ${name} under account ${accountId} already exists.`);
}

export function streamNotActive(name: string, accountId: string, status: string): AwsError {
  return resourceInUse(`Stream ${name} under account ${accountId} not ACTIVE, instead in state ${status}`);
}

/** The stream's mode does not allow the operation. Unsure of the words. */
export function wrongMode(operation: string, name: string, accountId: string): AwsError {
  return validationError(
    `${operation} is not allowed on stream ${name} under account ${accountId}: it is in on-demand mode.`,
  );
}

export function shardNotFound(shardId: string, name: string, accountId: string): AwsError {
  return notFound(`Could not find shard ${shardId} in stream ${name} under account ${accountId}.`);
}

export function shardDoesNotExist(shardId: string, name: string, accountId: string): AwsError {
  return notFound(`Shard ${shardId} in stream ${name} under account ${accountId} does not exist`);
}

export function consumerNotFound(nameOrArn: string, accountId: string): AwsError {
  return notFound(`Consumer ${nameOrArn}, account ${accountId} not found.`);
}

/** Unsure of the words. */
export function consumerExists(name: string, streamName: string, accountId: string): AwsError {
  return resourceInUse(`Consumer ${name} under stream ${streamName} already exists for account ${accountId}.`);
}

/** Unsure of the words. */
export function tooManyConsumers(streamName: string, accountId: string, limit: number): AwsError {
  return limitExceeded(`Stream ${streamName} under account ${accountId} cannot have more than ${limit} consumers.`);
}

/** https://github.com/awslabs/kinesis-hot-shard-advisor/issues/37 quotes it from a real answer. */
export function consumerNotActive(
  { name, createdAtMs }: { readonly name: string; readonly createdAtMs: number },
  streamName: string,
  accountId: string,
): AwsError {
  return resourceInUse(
    `Consumer ${name} with creation timestamp ${Math.floor(createdAtMs / 1000)} under stream: ${streamName} , ` +
      `account ${accountId} is not in ACTIVE status.`,
  );
}

/** https://github.com/awslabs/amazon-kinesis-client/issues/391 quotes it from a real answer. */
export function anotherSubscription(
  accountId: string,
  streamName: string,
  shardId: string,
  consumerName: string,
): AwsError {
  return resourceInUse(
    `Another active subscription exists for this consumer: ${accountId}:${streamName}:${shardId}:${consumerName}`,
  );
}

/** Unsure of the words. */
export function streamHasConsumers(streamName: string, accountId: string): AwsError {
  return resourceInUse(
    `Stream ${streamName} under account ${accountId} has registered consumers; set EnforceConsumerDeletion to delete it.`,
  );
}

export function rateExceeded(shardId: string, name: string, accountId: string): AwsError {
  return new AwsError('ProvisionedThroughputExceededException', rateExceededMessage(shardId, name, accountId));
}

/** https://github.com/mhart/kinesalite/pull/87 quotes it from a real answer. */
export function rateExceededMessage(shardId: string, name: string, accountId: string): string {
  return `Rate exceeded for shard ${shardId} in stream ${name} under account ${accountId}.`;
}

/** The log could not be written. https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecordsResultEntry.html */
export const internalFailureMessage = 'Internal Service Failure';

export function internalFailure(cause: unknown): AwsError {
  const error = new AwsError('InternalFailure', internalFailureMessage, 500);
  error.cause = cause;
  return error;
}

export function shardLimitExceeded(
  { accountId, region, openCount, limit }: { accountId: string; region: string; openCount: number; limit: number },
  additionalCount: number,
): AwsError {
  return limitExceeded(
    `This request would exceed the shard limit for the account ${accountId} in ${region}. Current shard count for the ` +
      `account: ${openCount}. Limit: ${limit}. Number of additional shards that would have resulted from this request: ` +
      `${additionalCount}. Refer to the AWS Service Limits page ` +
      '(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) for current limits and how to request ' +
      'higher limits.',
  );
}
