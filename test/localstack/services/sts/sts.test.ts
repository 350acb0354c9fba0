import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { temporaryState } from '../../../../localstack/engine/state.ts';
import type { State } from '../../../../localstack/engine/state.ts';
import { createIam } from '../../../../localstack/services/iam/index.ts';
import { createSts } from '../../../../localstack/services/sts/index.ts';
import { inProcess, testEngine, testStartMs } from '../../../support/in-process.ts';

const RoleArn = 'arn:aws:iam::000000000000:role/path/deploy';

let state: State;
let client: STSClient;
beforeEach(async () => {
  state = temporaryState();
  const engine = testEngine(state);
  const iam = createIam(engine);
  const { clientOptions, call } = inProcess([createSts(engine, iam.roles), iam]);
  client = new STSClient(clientOptions);
  await call('iam', 'CreateRole', { RoleName: 'deploy', Path: '/path/', AssumeRolePolicyDocument: '{"Statement":[]}' });
});
afterEach(() => state.close());

const assume = (more: object) => client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me', ...more }));

test('the caller is the account', async () => {
  expect(await client.send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:root',
    UserId: '000000000000',
  });
});

test('a role that is taken on has credentials that end', async () => {
  const { Credentials, AssumedRoleUser } = await assume({ DurationSeconds: 900 });

  expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/u);
  expect(Credentials?.Expiration?.getTime()).toBe(testStartMs + 900_000);
  expect(AssumedRoleUser?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/deploy/me');
  expect(AssumedRoleUser?.AssumedRoleId).toMatch(/^AROA[A-Z0-9]{17}:me$/u);
});

test('two sessions of one name have keys of their own', async () => {
  const [first, second] = [await assume({}), await assume({})];
  expect(first.Credentials?.AccessKeyId).not.toBe(second.Credentials?.AccessKeyId);
});

test.each([
  ['what is no role', { RoleArn: 'arn:aws:iam::000000000000:user/me' }, 'arn:aws:iam::000000000000:user/me is invalid'],
  [
    'a role that is not there',
    { RoleArn: `${RoleArn}s` },
    `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}s`,
  ],
  [
    'a role for longer than it allows',
    { DurationSeconds: 3601 },
    'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
  ],
  ['a role with half a policy', { Policy: '{' }, 'This policy contains invalid Json'],
])('%s cannot be taken on', async (_title, input, message) => {
  await expect(assume(input)).rejects.toMatchObject({ message });
});
