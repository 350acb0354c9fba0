/** DynamoDB's refusals, in DynamoDB's words. */
import { AwsError, validationError } from '../../engine/aws-error.ts';
import type { Item } from './values/attribute-value.ts';

export const invalidParameter = (text: string): AwsError =>
  validationError(`One or more parameter values were invalid: ${text}`);

export const resourceNotFound = (): AwsError =>
  new AwsError('ResourceNotFoundException', 'Requested resource not found');

export const tableNotFound = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);

export const tableExists = (name: string): AwsError =>
  new AwsError('ResourceInUseException', `Table already exists: ${name}`);

export const tableIsProtected = (arn: string): AwsError =>
  validationError(
    `Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first. ${arn}`,
  );

export const streamNotFound = (arn: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);

export const shardNotFound = (arn: string, shardId: string): AwsError =>
  new AwsError(
    'ResourceNotFoundException',
    `Requested resource not found: Shard: ${shardId} in Stream: ${arn} not found`,
  );

/** Unsure of AWS's words. */
export const invalidShardPosition = (sequenceNumber: string, shardId: string): AwsError =>
  validationError(`Invalid SequenceNumber: ${sequenceNumber} is not a sequence number of ${shardId}`);

export const indexNotFound = (name: string): AwsError =>
  validationError(`The table does not have the specified index: ${name}`);

/** The condition of a write was not met; `item` is the item as it is, when the caller asked for it. */
export const conditionalCheckFailed = (item?: Item): AwsError =>
  new AwsError('ConditionalCheckFailedException', 'The conditional request failed', 400, item ? { Item: item } : {});

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

/** Nothing of a transaction was done; one reason per action, `None` for those that could have been. */
export const transactionCanceled = (reasons: readonly CancellationReason[]): AwsError =>
  new AwsError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    400,
    { CancellationReasons: reasons },
  );

export const idempotentParameterMismatch = (): AwsError =>
  new AwsError(
    'IdempotentParameterMismatchException',
    'The provided client token is already in use by another request with different parameters',
  );

export const keyMismatch = (): AwsError => validationError('The provided key element does not match the schema');

export const itemTooLarge = (): AwsError => validationError('Item size has exceeded the maximum allowed size');

export const updatedItemTooLarge = (): AwsError =>
  validationError('Item size to update has exceeded the maximum allowed size');
