import { expect, test } from '@jest/globals';

import { kmsTokenVault } from '../../../../functions/accounts/adapters/token-vault.ts';

type Input = { Plaintext?: Uint8Array; CiphertextBlob?: Uint8Array; EncryptionContext: object };

/** A KMS that hides nothing but checks the encryption context, as the real one does. */
function fakeKms() {
  const inputs: Input[] = [];
  const send = async ({ input }: { input: Input }) => {
    inputs.push(input);
    const context = JSON.stringify(input.EncryptionContext);
    if (input.Plaintext)
      return { CiphertextBlob: Buffer.from(`${context}\n${Buffer.from(input.Plaintext).toString()}`) };
    const [sealedContext, plaintext] = Buffer.from(input.CiphertextBlob ?? [])
      .toString()
      .split('\n');
    if (sealedContext !== context) throw new Error('InvalidCiphertextException');
    return { Plaintext: Buffer.from(plaintext ?? '') };
  };
  return { vault: kmsTokenVault({ send } as never, 'key-arn'), inputs };
}
const key = { userId: 'ada', provider: 'spotify' };

test.each([{ accessToken: 'a', refreshToken: 'r' }, { accessToken: 'a' }])(
  '%j opens as it was sealed',
  async (secrets) => {
    const { vault, inputs } = fakeKms();
    expect(await vault.open(key, await vault.seal(key, secrets))).toEqual(secrets);
    expect(inputs.map(({ EncryptionContext }) => EncryptionContext)).toEqual([
      { user_id: 'ada', provider: 'spotify' },
      { user_id: 'ada', provider: 'spotify' },
    ]);
  },
);

test('tokens that were copied to another account do not open there', async () => {
  const { vault } = fakeKms();
  const ciphertext = await vault.seal(key, { accessToken: 'a' });
  await expect(vault.open({ ...key, userId: 'bob' }, ciphertext)).rejects.toThrow('InvalidCiphertext');
});

test('sealed bytes that hold no token are a fault that names the account and nothing else', async () => {
  const { vault } = fakeKms();
  const context = '{"user_id":"ada","provider":"spotify"}';
  const fault = await vault.open(key, Buffer.from(`${context}\nsecret`)).catch((error: unknown) => error);
  expect(String(fault)).toBe('Error: the sealed tokens of ada/spotify hold no access token');
});

test('tokens that are too long to seal are a fault that names their size', async () => {
  const { vault } = fakeKms();
  await expect(vault.seal(key, { accessToken: 'a'.repeat(5_000) })).rejects.toThrow('at most 4096 bytes, got 5019');
});
