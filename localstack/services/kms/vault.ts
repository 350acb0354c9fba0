/** Encrypts and decrypts with the keys: what the operations do, and what neighbours such as SSM ask for. */
import type { EncryptionContext } from './cipher.ts';
import { open, readHeader, seal } from './cipher.ts';
import { incorrectKey, invalidCiphertext, keyDisabled, keyPendingDeletion } from './errors.ts';
import type { Key } from './key.ts';
import type { Keys } from './keys.ts';

export interface Vault {
  /** `keyId` may be an id, an ARN or an alias. */
  encrypt(keyId: string, plaintext: Buffer, context?: EncryptionContext): { key: Key; blob: Buffer };
  /** `keyId`, when given, has to be the key that encrypted the blob. */
  decrypt(blob: Buffer, context?: EncryptionContext, keyId?: string): { key: Key; plaintext: Buffer };
}

export function openVault(keys: Keys): Vault {
  return {
    encrypt: (keyId, plaintext, context = {}) => {
      const key = usable(keys.get(keyId));
      const materialNumber = key.materials.length - 1;
      return {
        key,
        blob: seal({ keyId: key.id, materialNumber }, materialOf(key, materialNumber), plaintext, context),
      };
    },
    decrypt: (blob, context = {}, keyId) => {
      const header = readHeader(blob);
      if (!header) throw invalidCiphertext();
      if (keyId !== undefined && keys.get(keyId).id !== header.keyId) throw incorrectKey();
      const key = usable(keys.byId(header.keyId));
      if (header.materialNumber >= key.materials.length) throw invalidCiphertext();
      const plaintext = open(blob, materialOf(key, header.materialNumber), context);
      if (!plaintext) throw invalidCiphertext();
      return { key, plaintext };
    },
  };
}

function usable(key: Key): Key {
  if (key.state === 'PendingDeletion') throw keyPendingDeletion(key.arn);
  if (key.state === 'Disabled') throw keyDisabled(key.arn);
  return key;
}

function materialOf(key: Key, materialNumber: number): Buffer {
  return Buffer.from(key.materials[materialNumber] ?? '', 'base64');
}
