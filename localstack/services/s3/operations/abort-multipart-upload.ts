import type { Operation } from '../../../engine/service.ts';
import { findUpload, uploadParameters, type UploadName } from '../find-upload.ts';
import type { S3State } from '../state.ts';

export function abortMultipartUpload(state: S3State): Operation {
  return {
    parameters: uploadParameters,
    run(input: UploadName) {
      state.uploads.remove(findUpload(state, input).uploadId);
      return {};
    },
  };
}
