/** GetObjectTagging, PutObjectTagging, DeleteObjectTagging: they leave the object's bytes and its date alone. */
import type { Operation } from '../../../engine/service.ts';
import { findVersion, shownVersionId } from '../find-version.ts';
import type { S3State } from '../state.ts';
import type { Tag, Version } from '../store/version.ts';
import { checkTags } from '../tags.ts';

interface ObjectVersion {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

interface PutObjectTagging extends ObjectVersion {
  readonly Tagging: { readonly TagSet: readonly Tag[] };
}

const parameters = {
  Bucket: { type: 'string', required: true },
  Key: { type: 'string', required: true },
  VersionId: { type: 'string' },
} as const;

export function getObjectTagging(state: S3State): Operation {
  return {
    parameters,
    run({ Bucket, Key, VersionId }: ObjectVersion) {
      const version = findVersion(state, Bucket, Key, VersionId);
      return { TagSet: version.details.tags, VersionId: shownVersionId(state, Bucket, version.versionId) };
    },
  };
}

export function putObjectTagging(state: S3State): Operation {
  return {
    parameters: { ...parameters, Tagging: { type: 'structure', required: true } },
    run({ Bucket, Key, VersionId, Tagging: { TagSet } }: PutObjectTagging) {
      checkTags(TagSet, 10);
      return setTags(state, Bucket, findVersion(state, Bucket, Key, VersionId), TagSet);
    },
  };
}

export function deleteObjectTagging(state: S3State): Operation {
  return {
    parameters,
    run: ({ Bucket, Key, VersionId }: ObjectVersion) =>
      setTags(state, Bucket, findVersion(state, Bucket, Key, VersionId), []),
  };
}

function setTags(state: S3State, bucket: string, { sequence, details, versionId }: Version, tags: readonly Tag[]) {
  state.versions.setDetails(sequence, { ...details, tags });
  return { VersionId: shownVersionId(state, bucket, versionId) };
}
