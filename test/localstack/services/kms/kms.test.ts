import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  EnableKeyRotationCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  GenerateDataKeyWithoutPlaintextCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListAliasesCommand,
  ListKeysCommand,
  PutKeyPolicyCommand,
  ReEncryptCommand,
  ScheduleKeyDeletionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createKms } from '../../../../localstack/services/kms/index.ts';
import { aliasResource, keyResource } from '../../../../localstack/services/kms/resources.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

let world: ReturnType<typeof kmsWorld>;
let KeyId: string;
beforeEach(async () => {
  world = kmsWorld();
  KeyId = (await world.client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
});
afterEach(() => world.state.close());

function kmsWorld() {
  const state = temporaryState();
  const engine = testEngine(state);
  const { clientOptions, call } = inProcess([createKms(engine)]);
  return {
    state,
    clock: engine.clock,
    call,
    client: new KMSClient(clientOptions),
    restart: () => new KMSClient(inProcess([createKms(engine)]).clientOptions),
  };
}

const dayMs = 86_400_000;
const Plaintext = Buffer.from('a token');
const EncryptionContext = { user_id: 'u-1', provider: 'spotify' };
const encrypt = (input: object = {}) => world.client.send(new EncryptCommand({ KeyId, Plaintext, ...input }));
const decrypt = (CiphertextBlob: Uint8Array | undefined, input: object = {}) =>
  world.client.send(new DecryptCommand({ CiphertextBlob, ...input }));

test('what was encrypted comes back with the same context in any order', async () => {
  const { CiphertextBlob } = await encrypt({ EncryptionContext });

  const opened = await decrypt(CiphertextBlob, { EncryptionContext: { provider: 'spotify', user_id: 'u-1' } });

  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('a token');
  expect(opened.KeyId).toBe(`arn:aws:kms:us-east-1:000000000000:key/${KeyId}`);
});

test('a wrong context, a changed byte and no ciphertext at all are one and the same error', async () => {
  const { CiphertextBlob = new Uint8Array() } = await encrypt({ EncryptionContext });
  const changed = Uint8Array.from(CiphertextBlob, (byte, index) => (index === 40 ? byte ^ 1 : byte));

  for (const attempt of [
    decrypt(CiphertextBlob, { EncryptionContext: { ...EncryptionContext, user_id: 'u-2' } }),
    decrypt(CiphertextBlob),
    decrypt(changed, { EncryptionContext }),
    decrypt(new Uint8Array([1, 2, 3])),
  ]) {
    await expect(attempt).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  }
});

test('a key that did not encrypt is the incorrect key', async () => {
  const other = await world.client.send(new CreateKeyCommand({}));
  const { CiphertextBlob } = await encrypt();

  await expect(decrypt(CiphertextBlob, { KeyId: other.KeyMetadata?.KeyId })).rejects.toMatchObject({
    name: 'IncorrectKeyException',
  });
});

test('two encryptions of one text differ', async () => {
  const [one, two] = [await encrypt(), await encrypt()];

  expect(Buffer.from(one.CiphertextBlob ?? []).equals(Buffer.from(two.CiphertextBlob ?? []))).toBe(false);
});

test('an unknown key and an unknown alias are named', async () => {
  await expect(encrypt({ KeyId: '00000000-0000-0000-0000-000000000000' })).rejects.toMatchObject({
    name: 'NotFoundException',
    message: "Key 'arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000' does not exist",
  });
  await expect(encrypt({ KeyId: 'alias/none' })).rejects.toMatchObject({
    message: 'Alias arn:aws:kms:us-east-1:000000000000:alias/none is not found.',
  });
});

test('keys and ciphertexts survive a restart', async () => {
  const { CiphertextBlob } = await encrypt();

  const opened = await world.restart().send(new DecryptCommand({ CiphertextBlob }));

  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('a token');
});

test('a data key opens again from its ciphertext', async () => {
  const made = await world.client.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }));
  const hidden = await world.client.send(
    new GenerateDataKeyWithoutPlaintextCommand({ KeyId, NumberOfBytes: 64, EncryptionContext }),
  );

  expect((await decrypt(made.CiphertextBlob, { EncryptionContext })).Plaintext).toEqual(made.Plaintext);
  expect((await decrypt(hidden.CiphertextBlob, { EncryptionContext })).Plaintext).toHaveLength(64);
});

test('re-encryption moves a ciphertext to another key and context', async () => {
  const other = (await world.client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
  const { CiphertextBlob } = await encrypt({ EncryptionContext });

  const moved = await world.client.send(
    new ReEncryptCommand({ CiphertextBlob, SourceEncryptionContext: EncryptionContext, DestinationKeyId: other }),
  );

  const opened = await decrypt(moved.CiphertextBlob, { KeyId: other });
  expect(Buffer.from(opened.Plaintext ?? []).toString()).toBe('a token');
});

test('a disabled key does nothing until it is enabled', async () => {
  const { CiphertextBlob } = await encrypt();
  await world.client.send(new DisableKeyCommand({ KeyId }));

  await expect(decrypt(CiphertextBlob)).rejects.toMatchObject({ name: 'DisabledException' });

  await world.client.send(new EnableKeyCommand({ KeyId }));
  await expect(decrypt(CiphertextBlob)).resolves.toBeDefined();
});

test('a key pending deletion can be saved, and is gone when its window is over', async () => {
  const { CiphertextBlob } = await encrypt();
  await world.client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  await expect(decrypt(CiphertextBlob)).rejects.toMatchObject({ name: 'KMSInvalidStateException' });

  await world.client.send(new CancelKeyDeletionCommand({ KeyId }));
  const { KeyMetadata } = await world.client.send(new DescribeKeyCommand({ KeyId }));
  expect(KeyMetadata).toMatchObject({ KeyState: 'Disabled', Enabled: false });

  await world.client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
  await world.clock.advance(7 * dayMs);
  await expect(world.client.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject({
    name: 'NotFoundException',
  });
  expect((await world.client.send(new ListKeysCommand({}))).Keys).toEqual([]);
});

test('rotation renews the material, and old ciphertexts still open', async () => {
  const { CiphertextBlob } = await encrypt();
  await world.client.send(new EnableKeyRotationCommand({ KeyId, RotationPeriodInDays: 90 }));

  await world.clock.advance(91 * dayMs);

  const renewed = await encrypt();
  expect(Buffer.from(renewed.CiphertextBlob ?? []).readUInt32BE(17)).toBe(1);
  expect(Buffer.from((await decrypt(CiphertextBlob)).Plaintext ?? []).toString()).toBe('a token');
  expect(await world.client.send(new GetKeyRotationStatusCommand({ KeyId }))).toMatchObject({
    KeyRotationEnabled: true,
    RotationPeriodInDays: 90,
  });
});

test('an alias stands for its key, moves to another and goes', async () => {
  const other = (await world.client.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId;
  await world.client.send(new CreateAliasCommand({ AliasName: 'alias/tokens', TargetKeyId: KeyId }));
  const { CiphertextBlob } = await encrypt({ KeyId: 'alias/tokens' });
  expect((await decrypt(CiphertextBlob)).KeyId).toContain(KeyId);

  await world.client.send(new UpdateAliasCommand({ AliasName: 'alias/tokens', TargetKeyId: other }));
  expect((await world.client.send(new ListAliasesCommand({}))).Aliases).toMatchObject([
    { AliasName: 'alias/tokens', TargetKeyId: other },
  ]);

  await world.client.send(new DeleteAliasCommand({ AliasName: 'alias/tokens' }));
  await expect(encrypt({ KeyId: 'alias/tokens' })).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('a key policy is kept word for word', async () => {
  const Policy = '{ "Version": "2012-10-17", "Statement": [] }';

  await world.client.send(new PutKeyPolicyCommand({ KeyId, Policy }));

  expect(await world.client.send(new GetKeyPolicyCommand({ KeyId }))).toMatchObject({ Policy });
  await expect(world.client.send(new PutKeyPolicyCommand({ KeyId, Policy: 'nonsense' }))).rejects.toMatchObject({
    name: 'MalformedPolicyDocumentException',
  });
});

test('asymmetric keys are not implemented, and say so', async () => {
  await expect(world.client.send(new CreateKeyCommand({ KeySpec: 'RSA_2048' }))).rejects.toMatchObject({
    name: 'NotImplemented',
  });
});

test('a key of a template rotates, opens what it sealed before an update, and ends pending deletion', async () => {
  const scope = { accountId: '000000000000', region: 'us-east-1', call: world.call } as unknown as ResourceScope;
  const before = { EnableKeyRotation: true, KeyPolicy: { Statement: [] } };
  const key = await keyResource.create(before, scope);
  const alias = await aliasResource.create({ AliasName: 'alias/x', TargetKeyId: key.physicalId }, scope);
  const { CiphertextBlob } = await encrypt({ KeyId: 'alias/x' });

  const updated = await keyResource.update(key.physicalId, { Description: 'new' }, before, scope);

  expect(updated).toEqual(key);
  await expect(decrypt(CiphertextBlob)).resolves.toBeDefined();
  await aliasResource.delete(alias.physicalId, {}, scope);
  await keyResource.delete(key.physicalId, {}, scope);
  await keyResource.delete(key.physicalId, {}, scope);
  const { KeyMetadata } = await world.client.send(new DescribeKeyCommand({ KeyId: key.physicalId }));
  expect(KeyMetadata).toMatchObject({ KeyState: 'PendingDeletion', Description: 'new' });
});
