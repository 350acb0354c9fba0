/** From a request's members to a function's configuration, with AWS's defaults and refusals. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import { invalidParameter } from './errors.ts';
import type { FunctionRecord } from './function-record.ts';
import { checkVariables } from './runtime/environment-variables.ts';

export interface ConfigurationInput {
  readonly Runtime?: string;
  readonly Role?: string;
  readonly Handler?: string;
  readonly Description?: string;
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly EphemeralStorage?: { readonly Size: number };
  readonly TracingConfig?: { readonly Mode?: 'Active' | 'PassThrough' };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly KMSKeyArn?: string;
  readonly LoggingConfig?: {
    readonly LogFormat?: 'Text' | 'JSON';
    readonly LogGroup?: string;
    readonly ApplicationLogLevel?: string;
    readonly SystemLogLevel?: string;
  };
  readonly RevisionId?: string;
}

export interface NewFunctionInput extends ConfigurationInput {
  readonly FunctionName: string;
  readonly Architectures?: readonly string[];
  readonly Tags?: Readonly<Record<string, string>>;
}

/** What can be configured of a function, beside its code. */
export type Configuration = Pick<
  FunctionRecord,
  | 'runtime'
  | 'role'
  | 'handler'
  | 'description'
  | 'timeoutSeconds'
  | 'memoryMb'
  | 'environment'
  | 'architectures'
  | 'ephemeralStorageMb'
  | 'tracingMode'
  | 'logging'
  | 'deadLetterArn'
  | 'kmsKeyArn'
>;

/** The parameters that CreateFunction and UpdateFunctionConfiguration share. */
export const configurationParameters: ParameterTable = {
  Runtime: { type: 'string' },
  Role: { type: 'string', pattern: 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+' },
  Handler: { type: 'string', lengthMax: 128, pattern: '[^\\s]+' },
  Description: { type: 'string', lengthMax: 256 },
  Timeout: { type: 'integer', valueMin: 1, valueMax: 900 },
  MemorySize: { type: 'integer', valueMin: 128, valueMax: 10_240 },
  Environment: { type: 'structure', members: { Variables: { type: 'map', member: { type: 'string' } } } },
  EphemeralStorage: { type: 'structure', members: { Size: { type: 'integer', valueMin: 512, valueMax: 10_240 } } },
  TracingConfig: { type: 'structure', members: { Mode: { type: 'string', enum: ['Active', 'PassThrough'] } } },
  DeadLetterConfig: { type: 'structure', members: { TargetArn: { type: 'string' } } },
  KMSKeyArn: { type: 'string' },
  LoggingConfig: {
    type: 'structure',
    members: {
      LogFormat: { type: 'string', enum: ['JSON', 'Text'] },
      LogGroup: { type: 'string', lengthMin: 1, lengthMax: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' },
      ApplicationLogLevel: { type: 'string', enum: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] },
      SystemLogLevel: { type: 'string', enum: ['DEBUG', 'INFO', 'WARN'] },
    },
  },
};

export function defaultConfiguration(name: string): Configuration {
  return {
    runtime: '',
    role: '',
    handler: '',
    description: '',
    timeoutSeconds: 3,
    memoryMb: 128,
    architectures: ['x86_64'],
    ephemeralStorageMb: 512,
    tracingMode: 'PassThrough',
    logging: { format: 'Text', group: `/aws/lambda/${name}` },
  };
}

/** `before`, changed by the members that are given. */
export function applyConfiguration(before: Configuration, input: ConfigurationInput): Configuration {
  const environment = input.Environment ? (input.Environment.Variables ?? {}) : before.environment;
  const deadLetterArn = input.DeadLetterConfig ? readDeadLetter(input) : before.deadLetterArn;
  const kmsKeyArn = input.KMSKeyArn ?? before.kmsKeyArn;
  if (environment) checkVariables(environment);
  const after: Configuration = {
    runtime: readRuntime(input.Runtime ?? before.runtime),
    role: input.Role ?? before.role,
    handler: input.Handler ?? before.handler,
    description: input.Description ?? before.description,
    timeoutSeconds: input.Timeout ?? before.timeoutSeconds,
    memoryMb: input.MemorySize ?? before.memoryMb,
    architectures: before.architectures,
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? before.ephemeralStorageMb,
    tracingMode: input.TracingConfig?.Mode ?? before.tracingMode,
    logging: readLogging(before.logging, input),
    ...(environment && { environment }),
    ...(deadLetterArn && { deadLetterArn }),
    ...(kmsKeyArn && { kmsKeyArn }),
  };
  if (!after.handler)
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  return after;
}

/** Any Node.js version runs on the cloud's own Node.js; other languages have no runtime here. */
function readRuntime(runtime: string): string {
  if (!runtime) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  if (!/^nodejs\d+\.x$/u.test(runtime)) throw notImplemented(`lambda runtime '${runtime}'`);
  return runtime;
}

function readDeadLetter({ DeadLetterConfig }: ConfigurationInput): string | undefined {
  const target = DeadLetterConfig?.TargetArn;
  if (target && !target.startsWith('arn:aws:sqs:')) throw notImplemented(`lambda dead-letter target ${target}`);
  return target;
}

function readLogging(
  before: FunctionRecord['logging'],
  { LoggingConfig }: ConfigurationInput,
): FunctionRecord['logging'] {
  if (!LoggingConfig) return before;
  const { LogFormat: format = before.format, LogGroup: group = before.group } = LoggingConfig;
  const { ApplicationLogLevel: applicationLevel, SystemLogLevel: systemLevel } = LoggingConfig;
  if (format === 'Text') {
    if (applicationLevel ?? systemLevel) throw invalidParameter('Log Level is not supported for Text log format.');
    return { format, group };
  }
  return {
    format,
    group,
    applicationLevel: applicationLevel ?? before.applicationLevel ?? 'INFO',
    systemLevel: systemLevel ?? before.systemLevel ?? 'INFO',
  };
}
