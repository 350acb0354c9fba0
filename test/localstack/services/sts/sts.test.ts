import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { temporaryState } from '../../../../localstack/engine/state.ts';
import type { State } from '../../../../localstack/engine/state.ts';
import { createSts } from '../../../../localstack/services/sts/index.ts';
import { inProcess, testEngine, testStartMs } from '../../../support/in-process.ts';

let state: State;
let client: STSClient;
beforeEach(() => {
  state = temporaryState();
  client = new STSClient(inProcess([createSts(testEngine(state))]).clientOptions);
});
afterEach(() => state.close());

test('the caller is the account', async () => {
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:root',
    UserId: '000000000000',
  });
});

test('a role that is taken on has credentials that end', async () => {
  const { Credentials, AssumedRoleUser } = await client.send(
    new AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::000000000000:role/path/deploy',
      RoleSessionName: 'me',
      DurationSeconds: 900,
    }),
  );

  expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/u);
  expect(Credentials?.Expiration?.getTime()).toBe(testStartMs + 900_000);
  expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/deploy/me');
});

test('what is no role cannot be taken on', async () => {
  const RoleArn = 'arn:aws:iam::000000000000:user/me';

  await expect(client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }))).rejects.toMatchObject({
    message: `${RoleArn} is invalid`,
  });
});
