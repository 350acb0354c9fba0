/** The environment of a function's process, exactly as AWS documents it, and nothing of the cloud's own. */
import { delimiter, dirname } from 'node:path';

import { invalidParameter } from '../errors.ts';
import { versionOf } from '../function-record.ts';
import type { FunctionRecord } from '../function-record.ts';
import type { RoleCredentials } from '../role-credentials.ts';

export interface EnvironmentPlace {
  readonly region: string;
  readonly endpointUrl: string;
  readonly runtimeApi: string;
  readonly taskRoot: string;
  /** The environment's own `/tmp`. */
  readonly temporaryFolder: string;
  readonly logStream: string;
  readonly credentials: RoleCredentials;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reservedNames = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_MAX_CONCURRENCY',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

const variablesBytesMax = 4096;

/** Refuses what AWS refuses in a function's own variables: reserved names, names that are none, and more than 4 KB. */
export function checkVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const reserved = names.filter((name) => reservedNames.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const wrong = names.find((name) => !/^[a-zA-Z][a-zA-Z0-9_]+$/u.test(name));
  if (wrong !== undefined) {
    throw invalidParameter(
      `1 validation error detected: Value '${wrong}' at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]`,
    );
  }
  const text = JSON.stringify(variables);
  if (Buffer.byteLength(text) > variablesBytesMax) {
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${text}`,
    );
  }
}

/** The complete environment of one process. */
export function environmentVariables(record: FunctionRecord, place: EnvironmentPlace): Record<string, string> {
  const { logging } = record;
  const { accessKeyId, secretAccessKey, sessionToken } = place.credentials;
  return {
    ...systemVariables(place.temporaryFolder),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    AWS_ENDPOINT_URL: place.endpointUrl,
    ...record.environment,
    _HANDLER: record.handler,
    LAMBDA_TASK_ROOT: place.taskRoot,
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${record.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: record.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(record.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: versionOf(record),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logging.group,
    AWS_LAMBDA_LOG_STREAM_NAME: place.logStream,
    AWS_LAMBDA_LOG_FORMAT: logging.format,
    ...(logging.applicationLevel && { AWS_LAMBDA_LOG_LEVEL: logging.applicationLevel }),
    AWS_LAMBDA_RUNTIME_API: place.runtimeApi,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

/**
 * What a process needs to run at all. The home folder is the environment's own, so that no client inside a function
 * reads the developer's AWS configuration.
 */
function systemVariables(temporaryFolder: string): Record<string, string> {
  const path = [dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter);
  const common = { PATH: path, HOME: temporaryFolder, TMPDIR: temporaryFolder };
  if (process.platform !== 'win32') return common;
  const windows = { USERPROFILE: temporaryFolder, TEMP: temporaryFolder, TMP: temporaryFolder };
  return { ...common, ...windows, SystemRoot: process.env['SystemRoot'] ?? 'C:\\Windows' };
}
