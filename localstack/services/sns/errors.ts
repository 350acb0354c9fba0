/** What SNS says when it says no, in its own words. https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html */
import { AwsError } from '../../engine/aws-error.ts';

/** Most refusals are this one; `what` is the parameter, with a reason if there is one. */
export function invalidParameter(what: string): AwsError {
  return new AwsError('InvalidParameter', `Invalid parameter: ${what}`);
}

export function missingParameter(name: string): AwsError {
  return invalidParameter(`${name} Reason: no value for required parameter`);
}

/** Of message attributes only. */
export function parameterValueInvalid(message: string): AwsError {
  return new AwsError('ParameterValueInvalid', message);
}

export function topicNotFound(): AwsError {
  return new AwsError('NotFound', 'Topic does not exist', 404);
}

export function subscriptionNotFound(): AwsError {
  return new AwsError('NotFound', 'Subscription does not exist', 404);
}

export function tagResourceNotFound(): AwsError {
  return new AwsError('ResourceNotFound', 'Resource does not exist', 404);
}

export function emptyBatchRequest(): AwsError {
  return new AwsError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
}

export function tooManyEntriesInBatchRequest(): AwsError {
  return new AwsError('TooManyEntriesInBatchRequest', 'The batch request contains more entries than permissible.');
}

export function batchEntryIdsNotDistinct(): AwsError {
  return new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
}

export function invalidBatchEntryId(): AwsError {
  return new AwsError(
    'InvalidBatchEntryId',
    "The Id of a batch entry in a batch request doesn't abide by the specification.",
  );
}

export function batchRequestTooLong(): AwsError {
  return new AwsError(
    'BatchRequestTooLong',
    'The length of all the batch messages put together is more than the limit.',
  );
}
