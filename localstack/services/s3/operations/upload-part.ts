import type { Operation } from '../../../engine/service.ts';
import { findUpload, uploadParameters } from '../find-upload.ts';
import { encryptionHeaders } from '../object-members.ts';
import type { S3State } from '../state.ts';
import { partChecksum, storePart, type PartName } from '../store-part.ts';
import { checksumParameters } from './put-object.ts';

interface UploadPart extends PartName {
  readonly Body?: Uint8Array | string;
}

export function uploadPart(state: S3State): Operation {
  return {
    parameters: {
      ...uploadParameters,
      ...checksumParameters,
      PartNumber: { type: 'integer', required: true },
      Body: { type: 'any' },
    },
    async run(input: UploadPart) {
      const { members } = findUpload(state, input).details;
      const part = await storePart(state, input, [Buffer.from(input.Body ?? '')]);
      const encryption = Object.keys(encryptionHeaders).map((name) => [name, members[name]] as const);
      return { ETag: part.etag, ...partChecksum(members, part), ...Object.fromEntries(encryption) };
    },
  };
}
