import type { Operation } from '../../../engine/service.ts';
import { copySourceParameters, findSource, type CopySource } from '../copy-source.ts';
import { invalidArgument } from '../errors.ts';
import { findUpload, uploadParameters } from '../find-upload.ts';
import { shownVersionId } from '../find-version.ts';
import type { S3State } from '../state.ts';
import { partChecksum, storePart, type PartName } from '../store-part.ts';
import type { ByteRange } from '../store/stored-bytes.ts';
import type { Version } from '../store/version.ts';

interface UploadPartCopy extends PartName, CopySource {
  readonly CopySourceRange?: string;
}

export function uploadPartCopy(state: S3State): Operation {
  return {
    parameters: {
      ...uploadParameters,
      ...copySourceParameters,
      PartNumber: { type: 'integer', required: true },
      CopySourceRange: { type: 'string' },
    },
    async run(input: UploadPartCopy) {
      const { members } = findUpload(state, input).details;
      const source = findSource(state, input);
      if (source.bodyId === null) throw new Error(`The object ${source.bucket}/${source.key} has no body`);
      const bytes = state.bodies.open(source.bodyId, rangeOf(input.CopySourceRange, source));
      const part = await storePart(state, input, bytes);
      return {
        CopySourceVersionId: shownVersionId(state, source.bucket, source.versionId),
        CopyPartResult: { ETag: part.etag, LastModified: part.modifiedAtMs, ...partChecksum(members, part) },
      };
    },
  };
}

/** `bytes=first-last`; unlike GetObject's, it has to have both and to lie within the object. */
function rangeOf(given: string | undefined, { sizeBytes }: Version): ByteRange {
  if (given === undefined) return { startByte: 0, endByte: sizeBytes };
  const { first, last } = /^bytes=(?<first>\d+)-(?<last>\d+)$/u.exec(given)?.groups ?? {};
  const range = { startByte: Number(first), endByte: Number(last) + 1 };
  if (first !== undefined && range.startByte < range.endByte && range.endByte <= sizeBytes) return range;
  // Unsure of the words about a range past the end.
  const message = `The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy, within the source's ${sizeBytes} bytes`;
  throw invalidArgument(message, 'x-amz-copy-source-range', given);
}
