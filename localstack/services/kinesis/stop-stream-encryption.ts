import type { Operation } from '../../engine/service.ts';
import { streamReference } from './parameters.ts';
import type { StreamReference, Streams } from './streams.ts';

/** Records from now on are no longer marked as encrypted. */
export function stopStreamEncryption(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      EncryptionType: { type: 'string', required: true, enum: ['KMS'] },
      KeyId: { type: 'string', required: true, lengthMin: 1, lengthMax: 2048 },
    },
    run: (input: StreamReference) => {
      const stream = streams.active(input);
      const { keyId: _, ...document } = stream.document;
      streams.replace(stream, document);
      return {};
    },
  };
}
