import type { Operation } from '../../engine/service.ts';
import type { EncryptionContext } from './cipher.ts';
import type { KmsState } from './state.ts';
import { algorithm, context, grantTokens } from './state.ts';

interface Decrypt {
  readonly CiphertextBlob: string;
  readonly EncryptionContext?: EncryptionContext;
  readonly KeyId?: string;
}

/** The key is named in the ciphertext; the context has to be the one it was encrypted with. */
export function decrypt({ vault }: KmsState): Operation {
  return {
    parameters: {
      CiphertextBlob: { type: 'blob', required: true, lengthMin: 1, lengthMax: 6144 },
      EncryptionContext: context,
      KeyId: { type: 'string', lengthMin: 1, lengthMax: 2048 },
      EncryptionAlgorithm: algorithm,
      ...grantTokens,
    },
    run({ CiphertextBlob, EncryptionContext, KeyId }: Decrypt) {
      const { key, plaintext } = vault.decrypt(Buffer.from(CiphertextBlob, 'base64'), EncryptionContext, KeyId);
      return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
  };
}
