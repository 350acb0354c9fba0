/** What the operations and resource types of Lambda work with. */
import type { Engine } from '../../engine/service.ts';
import type { AsyncInvoker } from './asynchronous/async-invoker.ts';
import type { CodeSource } from './code-store.ts';
import { invalidParameter } from './errors.ts';
import type { Functions } from './functions.ts';
import { hotReloadBucket, liveFolderOf } from './live-code.ts';
import type { EventSourceMappings } from './mappings/event-source-mappings.ts';
import type { Concurrency } from './runtime/concurrency.ts';
import type { FunctionRunner } from './runtime/function-runner.ts';

export interface LambdaRoom {
  readonly engine: Engine;
  readonly functions: Functions;
  readonly runner: FunctionRunner;
  readonly concurrency: Concurrency;
  readonly asyncInvoker: AsyncInvoker;
  readonly mappings: EventSourceMappings;
  /** The object with a deployment package, or undefined when there is none. */
  readonly codeSource: (bucket: string, key: string, version?: string) => Promise<Buffer | undefined>;
}

/** The members in which a request carries code. */
export interface CodeInput {
  readonly ZipFile?: string;
  readonly S3Bucket?: string;
  readonly S3Key?: string;
  readonly S3ObjectVersion?: string;
}

/** The code that a request carries or points to; throws AWS's refusal when there is none. */
export async function readCode({ codeSource }: Pick<LambdaRoom, 'codeSource'>, code: CodeInput): Promise<CodeSource> {
  const { ZipFile, S3Bucket, S3Key, S3ObjectVersion } = code;
  if (ZipFile !== undefined) return { kind: 'zip', bytes: Buffer.from(ZipFile, 'base64') };
  if (S3Bucket === hotReloadBucket && S3Key) return { kind: 'live', path: liveFolderOf(S3Key) };
  if (!S3Bucket || !S3Key) throw invalidParameter('Please provide a source for function code.');
  const bytes = await codeSource(S3Bucket, S3Key, S3ObjectVersion);
  if (bytes) return { kind: 'zip', bytes };
  throw invalidParameter(
    'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist.',
  );
}
