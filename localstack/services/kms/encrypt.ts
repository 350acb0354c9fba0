import type { Operation } from '../../engine/service.ts';
import type { EncryptionContext } from './cipher.ts';
import type { KmsState } from './state.ts';
import { algorithm, context, grantTokens, keyId } from './state.ts';

interface Encrypt {
  readonly KeyId: string;
  readonly Plaintext: string;
  readonly EncryptionContext?: EncryptionContext;
}

/** At most 4,096 bytes; more is what data keys are for. */
export function encrypt({ vault }: KmsState): Operation {
  return {
    parameters: {
      KeyId: keyId,
      Plaintext: { type: 'blob', required: true, lengthMin: 1, lengthMax: 4096 },
      EncryptionContext: context,
      EncryptionAlgorithm: algorithm,
      ...grantTokens,
    },
    run({ KeyId, Plaintext, EncryptionContext }: Encrypt) {
      const { key, blob } = vault.encrypt(KeyId, Buffer.from(Plaintext, 'base64'), EncryptionContext);
      return { CiphertextBlob: blob.toString('base64'), KeyId: key.arn, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
    },
  };
}
