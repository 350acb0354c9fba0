/** What CloudWatch says when it says no. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html */
import { AwsError } from '../../engine/aws-error.ts';

export function validationFailed(message: string): AwsError {
  return new AwsError('ValidationError', message);
}

export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message);
}

export function missingParameter(message: string): AwsError {
  return new AwsError('MissingRequiredParameterException', message);
}

/** Unsure of AWS's sentence beyond its code. */
export function resourceNotFound(what: string): AwsError {
  return new AwsError('ResourceNotFound', `${what} does not exist`, 404);
}

export function dashboardNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFound', `Dashboard ${name} does not exist`, 404);
}

/** The codes that clients from before the JSON protocol know. https://github.com/aws/api-models-aws (awsQueryError) */
export const queryErrorCodes: Readonly<Record<string, string>> = {
  InvalidParameterValueException: 'InvalidParameterValue',
  InvalidParameterCombinationException: 'InvalidParameterCombination',
  MissingRequiredParameterException: 'MissingParameter',
  ValidationException: 'ValidationError',
};
