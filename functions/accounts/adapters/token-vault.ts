import { DecryptCommand, EncryptCommand } from '@aws-sdk/client-kms';
import type { KMSClient } from '@aws-sdk/client-kms';

import type { TokenSecrets } from '../domain/account.ts';
import type { TokenVault } from '../ports.ts';

/** KMS encrypts at most this much at once: https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html */
const plaintextSizeBytesMax = 4_096;

/**
 * Seals tokens with a KMS key. User and provider are the encryption context: a sealed token that was copied to another
 * row does not open there, and the audit trail of the key says whose token was opened.
 */
export function kmsTokenVault(client: KMSClient, keyArn: string): TokenVault {
  return {
    async seal({ userId, provider }, { accessToken, refreshToken }) {
      const json = JSON.stringify({ access_token: accessToken, refresh_token: refreshToken });
      const plaintext = Buffer.from(json);
      if (plaintext.length > plaintextSizeBytesMax)
        throw new RangeError(`tokens must be at most ${plaintextSizeBytesMax} bytes, got ${plaintext.length}`);
      const { CiphertextBlob } = await client.send(
        new EncryptCommand({
          KeyId: keyArn,
          Plaintext: plaintext,
          EncryptionContext: { user_id: userId, provider },
        }),
      );
      if (!CiphertextBlob) throw new Error(`sealing the tokens of ${userId}/${provider} gave nothing`);
      return CiphertextBlob;
    },

    async open({ userId, provider }, ciphertext) {
      const { Plaintext } = await client.send(
        new DecryptCommand({
          KeyId: keyArn,
          CiphertextBlob: ciphertext,
          EncryptionContext: { user_id: userId, provider },
        }),
      );
      return readSecrets(Buffer.from(Plaintext ?? []).toString('utf8'), `${userId}/${provider}`);
    },
  };
}

/** Reads sealed JSON back; the error of one that is not ours names the account and nothing of the contents. */
function readSecrets(json: string, account: string): TokenSecrets {
  const { access_token: accessToken, refresh_token: refreshToken } = parse(json) as Readonly<Record<string, unknown>>;
  if (typeof accessToken !== 'string') throw new Error(`the sealed tokens of ${account} hold no access token`);
  return typeof refreshToken === 'string' ? { accessToken, refreshToken } : { accessToken };
}

function parse(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
