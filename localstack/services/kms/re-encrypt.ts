import type { Operation } from '../../engine/service.ts';
import type { EncryptionContext } from './cipher.ts';
import type { KmsState } from './state.ts';
import { algorithm, context, grantTokens, keyId } from './state.ts';

interface ReEncrypt {
  readonly CiphertextBlob: string;
  readonly SourceKeyId?: string;
  readonly SourceEncryptionContext?: EncryptionContext;
  readonly DestinationKeyId: string;
  readonly DestinationEncryptionContext?: EncryptionContext;
}

/** Under another key, another context, or newer material of the same key; the plaintext never leaves. */
export function reEncrypt({ vault }: KmsState): Operation {
  return {
    parameters: {
      CiphertextBlob: { type: 'blob', required: true, lengthMin: 1, lengthMax: 6144 },
      SourceKeyId: { type: 'string', lengthMin: 1, lengthMax: 2048 },
      SourceEncryptionContext: context,
      DestinationKeyId: keyId,
      DestinationEncryptionContext: context,
      SourceEncryptionAlgorithm: algorithm,
      DestinationEncryptionAlgorithm: algorithm,
      ...grantTokens,
    },
    run(input: ReEncrypt) {
      const given = Buffer.from(input.CiphertextBlob, 'base64');
      const source = vault.decrypt(given, input.SourceEncryptionContext, input.SourceKeyId);
      const made = vault.encrypt(input.DestinationKeyId, source.plaintext, input.DestinationEncryptionContext);
      return {
        CiphertextBlob: made.blob.toString('base64'),
        SourceKeyId: source.key.arn,
        KeyId: made.key.arn,
        SourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        DestinationEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      };
    },
  };
}
