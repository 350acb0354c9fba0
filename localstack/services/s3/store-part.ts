import { createHash } from 'node:crypto';

import { checksumMember, newChecksum, type ChecksumAlgorithm } from './checksums.ts';
import { checkPartNumber, findUpload, type UploadName } from './find-upload.ts';
import type { S3State } from './state.ts';
import type { Part } from './store/uploads.ts';

export interface PartName extends UploadName {
  readonly PartNumber: number;
}

/** Keeps the bytes as a part of an upload, with its tag and, in the upload's algorithm, its checksum. */
export async function storePart(
  state: S3State,
  name: PartName,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Part> {
  checkPartNumber(name.PartNumber);
  const algorithm = checksumAlgorithmOf(findUpload(state, name).details.members);
  const md5 = createHash('md5');
  const checksum = algorithm === undefined ? undefined : newChecksum(algorithm);
  const observed = observe(chunks, (chunk) => {
    md5.update(chunk);
    checksum?.update(chunk);
  });
  return await state.bodies.store(observed, ({ id, sizeBytes }) => {
    findUpload(state, name); // It may have been aborted while the bytes were written.
    const part = {
      partNumber: name.PartNumber,
      bodyId: id,
      sizeBytes,
      etag: `"${md5.digest('hex')}"`,
      checksum: checksum?.digest() ?? '',
      modifiedAtMs: state.engine.clock.nowMs(),
    };
    state.uploads.putPart(name.UploadId, part);
    return part;
  });
}

export function checksumAlgorithmOf(members: Readonly<Record<string, unknown>>): ChecksumAlgorithm | undefined {
  return members['ChecksumAlgorithm'] as ChecksumAlgorithm | undefined;
}

/** `ChecksumCRC32: '…'` for a part of an upload with a checksum algorithm, else nothing. */
export function partChecksum(members: Readonly<Record<string, unknown>>, { checksum }: Part): Record<string, string> {
  const algorithm = checksumAlgorithmOf(members);
  return algorithm === undefined ? {} : { [checksumMember(algorithm)]: checksum };
}

export async function* observe(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of chunks) {
    see(chunk);
    yield chunk;
  }
}
