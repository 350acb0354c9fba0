import type { Operation } from '../../../engine/service.ts';
import { writeConditionParameters, type WriteConditions } from '../conditions.ts';
import { copySourceParameters, findSource, type CopySource } from '../copy-source.ts';
import { invalidRequest } from '../errors.ts';
import { shownVersionId } from '../find-version.ts';
import {
  checkKey,
  checksumHeaders,
  detailsOf,
  encryptionHeaders,
  objectParameters,
  type ObjectMembers,
} from '../object-members.ts';
import { putVersion } from '../put-version.ts';
import type { S3State } from '../state.ts';
import type { Version, VersionDetails } from '../store/version.ts';

interface CopyObject extends ObjectMembers, CopySource, WriteConditions {
  readonly Bucket: string;
  readonly Key: string;
  readonly MetadataDirective?: 'COPY' | 'REPLACE';
  readonly TaggingDirective?: 'COPY' | 'REPLACE';
}

/** Copies an object without moving a byte: both versions name one body, which is never changed. */
export function copyObject(state: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Key: { type: 'string', required: true },
      MetadataDirective: { type: 'string', enum: ['COPY', 'REPLACE'] },
      TaggingDirective: { type: 'string', enum: ['COPY', 'REPLACE'] },
      ...writeConditionParameters,
      ...copySourceParameters,
      ...objectParameters,
    },
    run(input: CopyObject) {
      const { Bucket, Key } = input;
      checkKey(Key);
      const source = findSource(state, input);
      checkChange(input, source);
      const details = copiedDetails(input, source, detailsOf(input, state.buckets.get(Bucket)));
      const { bodyId, sizeBytes, etag } = source;
      const LastModified = state.engine.clock.nowMs();
      const VersionId = putVersion(state, Bucket, Key, { bodyId, sizeBytes, etag, details }, input);
      return {
        CopyObjectResult: { ETag: etag, LastModified, ...pick(details.members, checksumHeaders) },
        CopySourceVersionId: shownVersionId(state, source.bucket, source.versionId),
        VersionId,
        ...pick(details.members, encryptionHeaders),
      };
    },
  };
}

/** A latest version copied onto itself has to change something. */
function checkChange(
  { Bucket, Key, MetadataDirective, StorageClass, ServerSideEncryption }: CopyObject,
  source: Version,
) {
  const isSame = source.bucket === Bucket && source.key === Key && source.isLatest;
  const isChanged = MetadataDirective === 'REPLACE' || StorageClass !== undefined || ServerSideEncryption !== undefined;
  if (!isSame || isChanged) return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** Encryption and storage class are the copy's own; what describes the content comes from the source, unless replaced. */
function copiedDetails(input: CopyObject, source: Version, own: VersionDetails): VersionDetails {
  const { StorageClass: _class, ...described } = source.details.members;
  const encryption = pick(own.members, encryptionHeaders);
  const storage = pick(own.members, { StorageClass: '' });
  const members =
    input.MetadataDirective === 'REPLACE'
      ? { ...own.members, ...pick(source.details.members, checksumHeaders) }
      : { ...described, ...encryption, ...storage };
  return { members, tags: input.TaggingDirective === 'REPLACE' ? own.tags : source.details.tags };
}

function pick(members: Readonly<Record<string, unknown>>, names: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.keys(names).map((name) => [name, members[name]] as const));
}
