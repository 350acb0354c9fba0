import type { Operation } from '../../../engine/service.ts';
import { checkWriteConditions } from '../conditions.ts';
import { currentVersion } from '../find-version.ts';
import { newVersionId } from '../put-version.ts';
import type { S3State } from '../state.ts';
import { versioningOf } from '../store/buckets.ts';
import { nullVersionId } from '../store/version.ts';

export interface DeleteObject {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
  readonly IfMatch?: string;
}

export interface Deleted {
  /** True when what was made, or what was removed, is a delete marker. */
  readonly DeleteMarker?: boolean;
  readonly VersionId?: string;
}

export function deleteObject(state: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Key: { type: 'string', required: true },
      VersionId: { type: 'string' },
      IfMatch: { type: 'string' },
    },
    run: (input: DeleteObject) => removeObject(state, input),
  };
}

/**
 * Without a version id: removes the object, or hides it behind a delete marker when the bucket has been versioned.
 * With one: removes that version for good. What is not there is deleted already.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
export function removeObject(state: S3State, { Bucket, Key, VersionId, IfMatch }: DeleteObject): Deleted {
  const status = versioningOf(state.buckets.get(Bucket));
  if (IfMatch !== undefined) checkWriteConditions({ IfMatch }, Key, currentVersion(state, Bucket, Key));
  if (VersionId !== undefined) return removeVersion(state, Bucket, Key, VersionId);
  if (status === undefined) {
    const version = state.versions.find(Bucket, Key, nullVersionId);
    if (version) state.versions.remove(version);
    return {};
  }
  const versionId = status === 'Enabled' ? newVersionId(state) : nullVersionId;
  const nothing = { bodyId: null, sizeBytes: 0, etag: '', details: { members: {}, tags: [] } };
  const marker = { ...nothing, modifiedAtMs: state.engine.clock.nowMs() };
  state.versions.put(Bucket, Key, versionId, marker, true);
  return { DeleteMarker: true, VersionId: versionId };
}

function removeVersion({ versions }: S3State, bucket: string, key: string, versionId: string): Deleted {
  const version = versions.find(bucket, key, versionId);
  if (version) versions.remove(version);
  return { VersionId: versionId, ...(version?.isDeleteMarker === true && { DeleteMarker: true }) };
}
