import { createHash } from 'node:crypto';

import type { Operation } from '../../../engine/service.ts';
import { checksumAlgorithms, checksumMember } from '../checksums.ts';
import { writeConditionParameters, type WriteConditions } from '../conditions.ts';
import { checkKey, detailsOf, objectParameters, writtenMembers, type ObjectMembers } from '../object-members.ts';
import { putVersion } from '../put-version.ts';
import type { S3State } from '../state.ts';

interface PutObject extends ObjectMembers, WriteConditions {
  readonly Bucket: string;
  readonly Key: string;
  /** Bytes from the wire; inside the cloud also text, which is taken as UTF-8. */
  readonly Body?: Uint8Array | string;
}

/** The checksums that came with the body; the wire has checked them. */
export const checksumParameters = Object.fromEntries(
  checksumAlgorithms.map((algorithm) => [checksumMember(algorithm), { type: 'string' }] as const),
);

export function putObject(state: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Key: { type: 'string', required: true },
      Body: { type: 'any' },
      ...writeConditionParameters,
      ...checksumParameters,
      ...objectParameters,
    },
    async run(input: PutObject) {
      const { Bucket, Key, Body = '' } = input;
      checkKey(Key);
      const details = detailsOf(input, state.buckets.get(Bucket));
      const bytes = Buffer.from(Body);
      const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
      const members = { ...details.members, ...givenChecksum(input) };
      const written = { ...details, members };
      const VersionId = await state.bodies.store([bytes], ({ id, sizeBytes }) =>
        putVersion(state, Bucket, Key, { bodyId: id, sizeBytes, etag, details: written }, input),
      );
      return { ETag: etag, VersionId, ...writtenMembers(written) };
    },
  };
}

/** The checksum that the client gave, as the object keeps it. */
function givenChecksum(input: PutObject): Record<string, unknown> {
  const names = checksumAlgorithms.map(checksumMember);
  const given = names.filter((name) => (input as unknown as Record<string, unknown>)[name] !== undefined);
  const entries = given.map((name) => [name, (input as unknown as Record<string, unknown>)[name]] as const);
  return given.length === 0 ? {} : { ...Object.fromEntries(entries), ChecksumType: 'FULL_OBJECT' };
}
