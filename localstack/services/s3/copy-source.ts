import { notImplemented } from '../../engine/aws-error.ts';
import { checkCopyConditions, type ReadConditions } from './conditions.ts';
import { invalidArgument } from './errors.ts';
import { findVersion } from './find-version.ts';
import type { S3State } from './state.ts';
import type { Version } from './store/version.ts';

export interface CopySource {
  readonly CopySource: string;
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: string;
  readonly CopySourceIfUnmodifiedSince?: string;
}

export const copySourceParameters = {
  CopySource: { type: 'string', required: true },
  CopySourceIfMatch: { type: 'string' },
  CopySourceIfNoneMatch: { type: 'string' },
  CopySourceIfModifiedSince: { type: 'timestamp' },
  CopySourceIfUnmodifiedSince: { type: 'timestamp' },
} as const;

/** The version that `bucket/key`, percent-encoded, with or without `?versionId=`, names, if the conditions hold. */
export function findSource(state: S3State, input: CopySource): Version {
  const [path = '', versionId] = input.CopySource.split('?versionId=');
  if (path.startsWith('arn:')) throw notImplemented(`s3 copy source ${path}`);
  const { bucket = '', key = '' } = /^\/?(?<bucket>[^/]+)\/(?<key>.+)$/su.exec(decode(path))?.groups ?? {};
  if (bucket === '') {
    // Unsure of the words.
    throw invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      'x-amz-copy-source',
      path,
    );
  }
  const version = findVersion(state, bucket, key, versionId);
  checkCopyConditions(conditionsOf(input), version);
  return version;
}

function conditionsOf(input: CopySource): ReadConditions {
  const { CopySourceIfMatch: IfMatch, CopySourceIfNoneMatch: IfNoneMatch } = input;
  const { CopySourceIfModifiedSince: IfModifiedSince, CopySourceIfUnmodifiedSince: IfUnmodifiedSince } = input;
  return {
    ...(IfMatch !== undefined && { IfMatch }),
    ...(IfNoneMatch !== undefined && { IfNoneMatch }),
    ...(IfModifiedSince !== undefined && { IfModifiedSince }),
    ...(IfUnmodifiedSince !== undefined && { IfUnmodifiedSince }),
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidArgument('Invalid copy source encoding.', 'x-amz-copy-source', path);
  }
}
