/** How callers address a function: by name, by partial ARN or by ARN, with or without a version. */
import { notImplemented, validationError } from '../../engine/aws-error.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#lambda-Invoke-request-FunctionName */
const pattern =
  /^(?:arn:aws[a-zA-Z-]*:lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):function:|(?<partialAccount>\d{12}):function:|function:)?(?<name>[a-zA-Z0-9-_]{1,64})(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/u;

/**
 * The bare name of a function given by name, `account:function:name`, or ARN. A version or alias other than `$LATEST`
 * is not implemented; anything else is AWS's validation error.
 */
export function readFunctionName(text: string, qualifier?: string): string {
  const { name, qualifier: suffix } = pattern.exec(text)?.groups ?? {};
  if (!name) {
    throw validationError(
      `1 validation error detected: Value '${text}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
    );
  }
  const version = qualifier ?? suffix ?? latestVersion;
  if (version !== latestVersion) throw notImplemented(`lambda function version or alias '${version}' of ${name}`);
  return name;
}

/** The only version there is until versions are published. */
export const latestVersion = '$LATEST';

export function functionArn(region: string, accountId: string, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}
