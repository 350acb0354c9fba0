/** A function as the local cloud remembers it, and as AWS shows it. */
import { latestVersion } from './function-name.ts';

export interface LoggingConfig {
  readonly format: 'Text' | 'JSON';
  readonly group: string;
  readonly applicationLevel?: string;
  readonly systemLevel?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html */
export interface EventInvokeConfig {
  readonly lastModifiedMs: number;
  readonly retryAttemptsMax?: number;
  readonly eventAgeSecondsMax?: number;
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: unknown;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: unknown;
}

export interface FunctionRecord {
  readonly name: string;
  readonly arn: string;
  readonly runtime: string;
  readonly role: string;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Base64 SHA-256 of what was deployed; its hex form names the code's folder. */
  readonly codeSha256: string;
  readonly codeSizeBytes: number;
  /** The folder of a hot-reloaded function. */
  readonly liveFolder?: string;
  readonly architectures: readonly string[];
  readonly ephemeralStorageMb: number;
  readonly tracingMode: 'Active' | 'PassThrough';
  readonly logging: LoggingConfig;
  readonly deadLetterArn?: string;
  readonly kmsKeyArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly lastModifiedMs: number;
  readonly revisionId: string;
  readonly reservedConcurrency?: number;
  readonly eventInvokeConfig?: EventInvokeConfig;
  /** What is configured for asynchronous invocations of a version or alias. */
  readonly qualifiedInvokeConfigs?: Readonly<Record<string, EventInvokeConfig>>;
  readonly policy?: readonly PolicyStatement[];
  /** The number of the version that was published last; numbers are never used again. */
  readonly lastVersion?: number;
  /** The number of a published version; absent for the function as it is now. */
  readonly version?: string;
  /** The version or alias by which it was asked for. Never kept. */
  readonly qualifier?: string;
}

export function versionOf({ version = latestVersion }: FunctionRecord): string {
  return version;
}

/** The ARN under which the function was asked for. */
export function qualifiedArn({ arn, qualifier }: FunctionRecord): string {
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** `FunctionConfiguration` of the API. https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function showFunction(record: FunctionRecord): Record<string, unknown> {
  const { logging } = record;
  return {
    FunctionName: record.name,
    FunctionArn: qualifiedArn(record),
    Runtime: record.runtime,
    Role: record.role,
    Handler: record.handler,
    CodeSize: record.codeSizeBytes,
    Description: record.description,
    Timeout: record.timeoutSeconds,
    MemorySize: record.memoryMb,
    LastModified: new Date(record.lastModifiedMs).toISOString().replace('Z', '+0000'),
    CodeSha256: record.codeSha256,
    Version: versionOf(record),
    ...(record.environment && { Environment: { Variables: record.environment } }),
    ...(record.deadLetterArn && { DeadLetterConfig: { TargetArn: record.deadLetterArn } }),
    ...(record.kmsKeyArn && { KMSKeyArn: record.kmsKeyArn }),
    TracingConfig: { Mode: record.tracingMode },
    RevisionId: record.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: record.architectures,
    EphemeralStorage: { Size: record.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: {
      LogFormat: logging.format,
      LogGroup: logging.group,
      ...(logging.applicationLevel && { ApplicationLogLevel: logging.applicationLevel }),
      ...(logging.systemLevel && { SystemLogLevel: logging.systemLevel }),
    },
  };
}
