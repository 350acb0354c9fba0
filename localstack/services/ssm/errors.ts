/** What Parameter Store says when it says no. */
import { AwsError } from '../../engine/aws-error.ts';

/** AWS gives no message with this one; clients show the code. */
export function parameterNotFound(): AwsError {
  return new AwsError('ParameterNotFound', '');
}

export function parameterVersionNotFound(name: string, version: string): AwsError {
  return new AwsError(
    'ParameterVersionNotFound',
    `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
  );
}

export function parameterAlreadyExists(): AwsError {
  return new AwsError(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );
}
