/** What SQS says when it says no, in its own words. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html */
import { AwsError } from '../../engine/aws-error.ts';

export function queueDoesNotExist(): AwsError {
  return new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
}

export function queueNameExists(attribute: string): AwsError {
  return new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
  );
}

export function missingParameter(name: string): AwsError {
  return new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
}

export function invalidParameterValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

/** The sentence most broken values share. */
export function invalidValue(parameter: string, value: unknown, reason: string): AwsError {
  return invalidParameterValue(`Value ${String(value)} for parameter ${parameter} is invalid. Reason: ${reason}`);
}

export function invalidAttributeName(name: string): AwsError {
  return new AwsError('InvalidAttributeName', `Unknown Attribute ${name}.`);
}

export function invalidAttributeValue(name: string): AwsError {
  return new AwsError('InvalidAttributeValue', `Invalid value for the parameter ${name}.`);
}

export function receiptHandleIsInvalid(handle: string): AwsError {
  return new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
}

/** A FIFO queue's answer to a handle whose visibility timeout is over. */
export function receiptHandleExpired(handle: string | undefined): AwsError {
  return invalidValue('ReceiptHandle', handle, 'The receipt handle has expired.');
}

export function resourceNotFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}

export function invalidMessageContents(message: string): AwsError {
  return new AwsError('InvalidMessageContents', message);
}

export function emptyBatchRequest(entryKind: string): AwsError {
  return new AwsError('EmptyBatchRequest', `There should be at least one ${entryKind} in the request.`);
}

export function tooManyEntriesInBatchRequest(count: number): AwsError {
  return new AwsError(
    'TooManyEntriesInBatchRequest',
    `Maximum number of entries per request are 10. You have sent ${count}.`,
  );
}

export function batchEntryIdsNotDistinct(id: string): AwsError {
  return new AwsError('BatchEntryIdsNotDistinct', `Id ${id} repeated.`);
}

export function invalidBatchEntryId(): AwsError {
  return new AwsError(
    'InvalidBatchEntryId',
    'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
  );
}

export function batchRequestTooLong(limitBytes: number, sentBytes: number): AwsError {
  return new AwsError(
    'BatchRequestTooLong',
    `Batch requests cannot be longer than ${limitBytes} bytes. You have sent ${sentBytes} bytes.`,
  );
}

export function purgeQueueInProgress(queueName: string): AwsError {
  return new AwsError(
    'PurgeQueueInProgress',
    `Only one PurgeQueue operation on ${queueName} is allowed every 60 seconds.`,
  );
}
