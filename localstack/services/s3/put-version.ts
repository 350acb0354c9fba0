import { randomName } from '../../engine/random.ts';
import { checkWriteConditions, type WriteConditions } from './conditions.ts';
import { currentVersion, shownVersionId } from './find-version.ts';
import type { S3State } from './state.ts';
import { versioningOf } from './store/buckets.ts';
import { nullVersionId, type NewVersion } from './store/version.ts';

/**
 * Makes `version` what the key holds, as the bucket's versioning has it, if the conditions hold. In one go with the
 * check, so that of two writers with If-None-Match only one wins. Gives the version id to answer, if any.
 */
export function putVersion(
  state: S3State,
  bucketName: string,
  key: string,
  version: Omit<NewVersion, 'modifiedAtMs'>,
  conditions: WriteConditions = {},
): string | undefined {
  const bucket = state.buckets.get(bucketName);
  checkWriteConditions(conditions, key, currentVersion(state, bucketName, key));
  const versionId = versioningOf(bucket) === 'Enabled' ? newVersionId(state) : nullVersionId;
  const modifiedAtMs = state.engine.clock.nowMs();
  state.versions.put(bucketName, key, versionId, { ...version, modifiedAtMs });
  return shownVersionId(state, bucketName, versionId);
}

/** 32 characters, as S3's. */
export function newVersionId({ engine }: S3State): string {
  return randomName(engine.random, 32);
}
