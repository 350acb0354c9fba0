import { createHash } from 'node:crypto';

import type { Operation } from '../../../engine/service.ts';
import { checksumAlgorithms, checksumMember, checksumOf, newChecksum, type ChecksumAlgorithm } from '../checksums.ts';
import { writeConditionParameters, type WriteConditions } from '../conditions.ts';
import { badDigest, entityTooSmall, invalidPart, invalidPartOrder, malformedXml } from '../errors.ts';
import { findUpload, uploadParameters, type UploadName } from '../find-upload.ts';
import { writtenMembers } from '../object-members.ts';
import { putVersion } from '../put-version.ts';
import type { S3State } from '../state.ts';
import { checksumAlgorithmOf, observe } from '../store-part.ts';
import type { Part } from '../store/uploads.ts';
import { checksumParameters } from './put-object.ts';

interface CompletedPart {
  readonly PartNumber: number;
  readonly ETag: string;
}

interface CompleteMultipartUpload extends UploadName, WriteConditions {
  readonly MultipartUpload: { readonly Parts?: readonly (CompletedPart & Readonly<Record<string, unknown>>)[] };
  readonly MpuObjectSize?: number;
}

/** Every part but the last has at least this. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const partBytesMin = 5 * 1024 * 1024;

/** Joins the parts into one body, which takes the key when it is complete, and forgets the upload. */
export function completeMultipartUpload(state: S3State): Operation {
  return {
    parameters: {
      ...uploadParameters,
      ...checksumParameters,
      ChecksumType: { type: 'string' },
      MultipartUpload: { type: 'structure', required: true },
      MpuObjectSize: { type: 'integer' },
      ...writeConditionParameters,
    },
    async run(input: CompleteMultipartUpload) {
      const { Bucket, Key, UploadId } = input;
      const { details } = findUpload(state, input);
      const { ChecksumAlgorithm: _asked, ChecksumType, ...members } = details.members;
      const algorithm = checksumAlgorithmOf(details.members);
      const parts = chooseParts(input, state.uploads.parts(UploadId), algorithm);
      const whole = algorithm !== undefined && ChecksumType === 'FULL_OBJECT' ? newChecksum(algorithm) : undefined;
      const bytes = observe(joined(state, parts), (chunk) => whole?.update(chunk));
      const etag = `"${md5OfMd5s(parts)}-${parts.length}"`;
      return await state.bodies.store(bytes, ({ id, sizeBytes }) => {
        findUpload(state, input); // It may have been completed or aborted while the parts were joined.
        const checksum = algorithm === undefined ? {} : checksumMembers(algorithm, whole?.digest(), parts);
        checkGiven(input, checksum, sizeBytes);
        const written = { ...details, members: { ...members, ...checksum } };
        const VersionId = putVersion(state, Bucket, Key, { bodyId: id, sizeBytes, etag, details: written }, input);
        state.uploads.remove(UploadId);
        const Location = `${state.engine.endpointUrl()}/${Bucket}/${encodeURIComponent(Key).replaceAll('%2F', '/')}`;
        return { Location, Bucket, Key, ETag: etag, VersionId, ...writtenMembers(written) };
      });
    },
  };
}

/** The stored parts that the client names, in its order. Throws for parts that are not so, or not in order, or too small. */
function chooseParts(
  { MultipartUpload: { Parts = [] } }: CompleteMultipartUpload,
  stored: readonly Part[],
  algorithm: ChecksumAlgorithm | undefined,
): Part[] {
  if (Parts.length === 0) throw malformedXml();
  const byNumber = new Map(stored.map((part) => [part.partNumber, part]));
  const chosen = Parts.map((given, index) => {
    const before = Parts[index - 1];
    if (before && before.PartNumber >= given.PartNumber) throw invalidPartOrder();
    const part = byNumber.get(given.PartNumber);
    if (!part || part.etag.replaceAll('"', '') !== given.ETag?.replaceAll('"', '')) throw invalidPart();
    const checksum = algorithm === undefined ? undefined : given[checksumMember(algorithm)];
    if (checksum !== undefined && checksum !== part.checksum) throw invalidPart();
    return part;
  });
  for (const { partNumber, sizeBytes } of chosen.slice(0, -1)) {
    if (sizeBytes < partBytesMin) throw entityTooSmall(partNumber, sizeBytes);
  }
  return chosen;
}

async function* joined({ bodies }: S3State, parts: readonly Part[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const { bodyId, sizeBytes } of parts) yield* bodies.open(bodyId, { startByte: 0, endByte: sizeBytes });
}

function md5OfMd5s(parts: readonly Part[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
  return hash.digest('hex');
}

/** Of the whole object, or a checksum of the parts' checksums, with their number. */
function checksumMembers(algorithm: ChecksumAlgorithm, whole: string | undefined, parts: readonly Part[]) {
  if (whole !== undefined) return { [checksumMember(algorithm)]: whole, ChecksumType: 'FULL_OBJECT' };
  const checksums = parts.map(({ checksum }) => Buffer.from(checksum, 'base64'));
  const composite = `${checksumOf(algorithm, Buffer.concat(checksums))}-${parts.length}`;
  return { [checksumMember(algorithm)]: composite, ChecksumType: 'COMPOSITE' };
}

/** What the client says about the whole object has to be so. */
function checkGiven(input: CompleteMultipartUpload, made: Readonly<Record<string, string>>, sizeBytes: number): void {
  const given = input as unknown as Readonly<Record<string, unknown>>;
  for (const algorithm of checksumAlgorithms) {
    const said = given[checksumMember(algorithm)];
    const known = made[checksumMember(algorithm)];
    // A composite checksum may be given with or without the number of parts.
    if (said !== undefined && said !== known && said !== known?.replace(/-\d+$/u, '')) throw badDigest(algorithm);
  }
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== sizeBytes) throw badDigest('x-amz-mp-object-size');
}
