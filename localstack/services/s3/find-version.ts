import { methodNotAllowed, noSuchKey, noSuchVersion } from './errors.ts';
import type { S3State } from './state.ts';
import { versioningOf } from './store/buckets.ts';
import type { Version } from './store/version.ts';

/** The version that a request means. Throws when there is none, or when it is a delete marker. */
export function findVersion({ buckets, versions }: S3State, bucket: string, key: string, versionId?: string): Version {
  buckets.get(bucket);
  if (versionId === undefined) {
    const latest = versions.latest(bucket, key);
    if (!latest || latest.isDeleteMarker) throw noSuchKey(key);
    return latest;
  }
  const version = versions.find(bucket, key, versionId);
  if (!version) throw noSuchVersion(key, versionId);
  if (version.isDeleteMarker) throw methodNotAllowed();
  return version;
}

/** The object as a condition on a write sees it: undefined when it is not there. */
export function currentVersion({ versions }: S3State, bucket: string, key: string): Version | undefined {
  const latest = versions.latest(bucket, key);
  return latest?.isDeleteMarker === true ? undefined : latest;
}

/** The version id as answers have it: not at all before the bucket was ever versioned. */
export function shownVersionId({ buckets }: S3State, bucket: string, versionId: string): string | undefined {
  return versioningOf(buckets.get(bucket)) === undefined ? undefined : versionId;
}
