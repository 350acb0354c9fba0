/** How callers address a function: by name, by partial ARN or by ARN, with or without a version. */
import { validationError } from '../../engine/aws-error.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-request-FunctionName */
const pattern =
  /^(?:arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):function:|(?<partialAccount>\d{12}):function:|function:)?(?<name>[a-zA-Z0-9-_]{1,64})(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/u;

export interface FunctionAddress {
  readonly name: string;
  /** A version or an alias; absent for the function as it is now. */
  readonly qualifier?: string;
}

/** The bare name of a function given by name, `account:function:name`, or ARN. */
export function readFunctionName(text: string): string {
  return readAddress(text).name;
}

/** Reads an address; anything that is none is AWS's validation error. */
export function readAddress(text: string, given?: string): FunctionAddress {
  const { name, qualifier: suffix } = pattern.exec(text)?.groups ?? {};
  if (!name) {
    throw validationError(
      `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  }
  if (given !== undefined && suffix !== undefined && given !== suffix) {
    throw validationError('The derived qualifier from the function name does not match the specified qualifier.');
  }
  const qualifier = given ?? suffix;
  return qualifier === undefined || qualifier === latestVersion ? { name } : { name, qualifier };
}

/** The version that is the function as it is now. */
export const latestVersion = '$LATEST';

export function functionArn(region: string, accountId: string, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}
