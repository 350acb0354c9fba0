import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, CreateKeyCommand } from '@aws-sdk/client-kms';
import { beforeEach, describe, expect, test } from '@jest/globals';

import { stateTable } from '../../../../functions/accounts/adapters/state-table.ts';
import { tokenTable } from '../../../../functions/accounts/adapters/token-table.ts';
import { kmsTokenVault } from '../../../../functions/accounts/adapters/token-vault.ts';
import { userTable } from '../../../../functions/accounts/adapters/user-table.ts';
import type { StateTable, TokenTable } from '../../../../functions/accounts/ports.ts';
import { createDynamodb } from '../../../../localstack/services/dynamodb/index.ts';
import { createKms } from '../../../../localstack/services/kms/index.ts';
import { CrawlingWorld } from '../../../support/crawling-world.ts';
import { startMs } from '../../../support/fake-provider.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';
import { memoryTokenTable } from '../../../support/memory-accounts.ts';
import { createControlPlaneTables } from '../../../support/product-tables.ts';

type Tables = { readonly tokens: TokenTable; readonly states: StateTable };

const key = { userId: 'ada', provider: 'spotify' };
const authorised = {
  ciphertext: Buffer.from('sealed'),
  accountName: 'listener',
  authorisedAt: '2026-11-20T12:00:00.000Z',
  expiresAtMs: startMs + 3_600_000,
  scope: 'read',
};

function memoryTables(): Tables {
  const world = new CrawlingWorld();
  const tokens = memoryTokenTable(world.tokens, async (_name, effect) => effect());
  return { tokens, states: world.accountPorts().states };
}

let client: DynamoDBClient;

async function dynamoTables(): Promise<Tables> {
  client = new DynamoDBClient(inProcess([createDynamodb(testEngine())]).clientOptions);
  await createControlPlaneTables(client);
  return { tokens: tokenTable(client, 'UserTokens'), states: stateTable(client, 'OAuthStates') };
}

async function item(TableName: string, Key: Record<string, { S: string }>) {
  return (await client.send(new GetItemCommand({ TableName, Key }))).Item;
}

// The same sentences for both, so that what is tested on the memory of the tests holds for the tables.
describe.each([
  ['in memory', async () => memoryTables()],
  ['on its table', dynamoTables],
])('what is kept %s', (_where, make) => {
  let tokens: TokenTable;
  let states: StateTable;
  beforeEach(async () => {
    ({ tokens, states } = await make());
  });

  test('of tokens reads as it was written, and a new authorization names the account before it', async () => {
    expect(await tokens.read(key)).toBeUndefined();
    expect(await tokens.replace(key, authorised)).toBeUndefined();
    expect(await tokens.read(key)).toMatchObject({
      ...key,
      status: 'active',
      version: 1,
      accountName: 'listener',
      expiresAtMs: startMs + 3_600_000,
      scope: 'read',
    });
    expect(Buffer.from((await tokens.read(key))?.ciphertext ?? [])).toEqual(Buffer.from('sealed'));

    const { expiresAtMs: _expiresAtMs, scope: _scope, ...personal } = authorised;
    expect(await tokens.replace(key, { ...personal, accountName: 'other' })).toBe('listener');
    const row = await tokens.read(key);
    expect(row).toMatchObject({ version: 2, accountName: 'other' });
    expect(row).not.toHaveProperty('expiresAtMs');
    expect(row).not.toHaveProperty('scope');
  });

  test('lets one renewal begin, until its lease ends', async () => {
    await tokens.replace(key, authorised);
    expect(await tokens.beginRefresh(key, 1, startMs, startMs + 30)).toBe(true);
    expect(await tokens.beginRefresh(key, 1, startMs, startMs + 30)).toBe(false);
    expect(await tokens.beginRefresh(key, 2, startMs + 29, startMs + 99)).toBe(false);
    expect(await tokens.read(key)).toMatchObject({ version: 2, refreshUntilMs: startMs + 30 });
    expect(await tokens.beginRefresh(key, 2, startMs + 30, startMs + 99)).toBe(true);
    expect(await tokens.beginRefresh({ ...key, userId: 'bob' }, 1, startMs, startMs + 30)).toBe(false);
    expect(await tokens.read({ ...key, userId: 'bob' })).toBeUndefined();
  });

  test('takes renewed tokens of the one who began, keeps scope and status, and forgets an expiry that is not repeated', async () => {
    await tokens.replace(key, authorised);
    await tokens.setStatus(key, 1, 'suspect');
    await tokens.beginRefresh(key, 1, startMs, startMs + 30);
    expect(await tokens.storeRefreshed(key, 1, { ciphertext: Buffer.from('late') })).toBe(false);
    expect(await tokens.storeRefreshed(key, 2, { ciphertext: Buffer.from('new') })).toBe(true);
    const row = await tokens.read(key);
    expect(row).toMatchObject({ version: 3, status: 'suspect', scope: 'read', accountName: 'listener' });
    expect(row).not.toHaveProperty('refreshUntilMs');
    expect(row).not.toHaveProperty('expiresAtMs');
    expect(Buffer.from(row?.ciphertext ?? [])).toEqual(Buffer.from('new'));
  });

  test('marks the tokens that were seen and no others', async () => {
    await tokens.replace(key, authorised);
    expect(await tokens.setStatus(key, 2, 'suspect')).toBe(false);
    expect(await tokens.setStatus(key, 1, 'needs_reauth')).toBe(true);
    expect(await tokens.read(key)).toMatchObject({ status: 'needs_reauth', version: 1 });
  });

  test('of an authorization under way is given out once', async () => {
    const pending = { ...key, codeVerifier: 'v', zone: 'Europe/Berlin', expiresAtSeconds: 7 };
    await states.put('state', pending);
    expect(await states.take('another')).toBeUndefined();
    expect(await Promise.all([states.take('state'), states.take('state')])).toContainEqual(pending);
    expect(await states.take('state')).toBeUndefined();
  });
});

test('rows of the tables have the attributes of the contract', async () => {
  const { tokens, states } = await dynamoTables();
  await tokens.replace(key, authorised);
  await states.put('state', { ...key, codeVerifier: 'v', zone: 'Europe/Berlin', expiresAtSeconds: 7 });

  expect(await item('UserTokens', { user_id: { S: 'ada' }, provider: { S: 'spotify' } })).toEqual({
    user_id: { S: 'ada' },
    provider: { S: 'spotify' },
    ciphertext: { B: Uint8Array.from(Buffer.from('sealed')) },
    status: { S: 'active' },
    scope: { S: 'read' },
    account_name: { S: 'listener' },
    authorised_at: { S: '2026-11-20T12:00:00.000Z' },
    token_expires_at: { S: '2026-11-20T13:00:00.000Z' },
    version: { N: '1' },
  });
  expect(await item('OAuthStates', { state: { S: 'state' } })).toEqual({
    state: { S: 'state' },
    user_id: { S: 'ada' },
    provider: { S: 'spotify' },
    code_verifier: { S: 'v' },
    zone: { S: 'Europe/Berlin' },
    expires_at: { N: '7' },
  });
});

test('a user moves to a new zone and keeps the day of creation', async () => {
  await dynamoTables();
  const users = userTable(client, 'Users');
  await users.put('ada', 'Europe/Berlin', '2026-11-20T12:00:00.000Z');
  await users.put('ada', 'Asia/Kolkata', '2026-11-21T12:00:00.000Z');
  expect(await item('Users', { user_id: { S: 'ada' } })).toEqual({
    user_id: { S: 'ada' },
    zone: { S: 'Asia/Kolkata' },
    created_at: { S: '2026-11-20T12:00:00.000Z' },
  });
});

test('tokens sealed by the local cloud’s key open for their account and for no other', async () => {
  const kms = new KMSClient(inProcess([createKms(testEngine())]).clientOptions);
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const vault = kmsTokenVault(kms, KeyMetadata?.Arn ?? '');
  const ciphertext = await vault.seal(key, { accessToken: 'a', refreshToken: 'r' });
  expect(await vault.open(key, ciphertext)).toEqual({ accessToken: 'a', refreshToken: 'r' });
  expect(Buffer.from(ciphertext).toString('latin1')).not.toContain('access_token');
  await expect(vault.open({ ...key, provider: 'lastfm' }, ciphertext)).rejects.toMatchObject({
    name: 'InvalidCiphertextException',
  });
});
