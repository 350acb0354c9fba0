import type { Operation } from '../../engine/service.ts';
import { streamReference } from './parameters.ts';
import type { StreamReference, Streams } from './streams.ts';

interface StartStreamEncryptionInput extends StreamReference {
  readonly KeyId: string;
}

/** Marks the stream, and the records from now on, as encrypted. The bytes on disk stay as they are. */
export function startStreamEncryption(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      EncryptionType: { type: 'string', required: true, enum: ['KMS'] },
      KeyId: { type: 'string', required: true, lengthMin: 1, lengthMax: 2048 },
    },
    run: (input: StartStreamEncryptionInput) => {
      streams.update(streams.active(input), { keyId: input.KeyId });
      return {};
    },
  };
}
