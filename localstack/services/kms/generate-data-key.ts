/** GenerateDataKey, GenerateDataKeyWithoutPlaintext and GenerateRandom. */
import { validationError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import type { EncryptionContext } from './cipher.ts';
import { newMaterial } from './cipher.ts';
import type { KmsState } from './state.ts';
import { context, grantTokens, keyId } from './state.ts';

interface GenerateDataKey {
  readonly KeyId: string;
  readonly KeySpec?: 'AES_128' | 'AES_256';
  readonly NumberOfBytes?: number;
  readonly EncryptionContext?: EncryptionContext;
}

const parameters: ParameterTable = {
  KeyId: keyId,
  KeySpec: { type: 'string', enum: ['AES_256', 'AES_128'] },
  NumberOfBytes: { type: 'integer', valueMin: 1, valueMax: 1024 },
  EncryptionContext: context,
  ...grantTokens,
};

export function generateDataKey(state: KmsState): Operation {
  return { parameters, run: (input: GenerateDataKey) => generate(state, input) };
}

export function generateDataKeyWithoutPlaintext(state: KmsState): Operation {
  return {
    parameters,
    run(input: GenerateDataKey) {
      const { Plaintext: _secret, ...answer } = generate(state, input);
      return answer;
    },
  };
}

export function generateRandom(): Operation {
  return {
    parameters: { NumberOfBytes: { type: 'integer', required: true, valueMin: 1, valueMax: 1024 } },
    run: ({ NumberOfBytes }: { readonly NumberOfBytes: number }) => ({
      Plaintext: newMaterial(NumberOfBytes).toString('base64'),
    }),
  };
}

function generate({ vault }: KmsState, { KeyId, KeySpec, NumberOfBytes, EncryptionContext }: GenerateDataKey) {
  if ((KeySpec === undefined) === (NumberOfBytes === undefined)) {
    throw validationError('Please specify either number of bytes or key spec.');
  }
  const plaintext = newMaterial(NumberOfBytes ?? (KeySpec === 'AES_128' ? 16 : 32));
  const { key, blob } = vault.encrypt(KeyId, plaintext, EncryptionContext);
  return { CiphertextBlob: blob.toString('base64'), Plaintext: plaintext.toString('base64'), KeyId: key.arn };
}
