import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { CallService } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import type { State } from '../../../../localstack/engine/state.ts';
import { createIam } from '../../../../localstack/services/iam/index.ts';
import type { IamService } from '../../../../localstack/services/iam/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

const roleArn = 'arn:aws:iam::000000000000:role/worker';
const document = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

let state: State;
let iam: IamService;
let call: CallService;
beforeEach(() => {
  state = temporaryState();
  iam = createIam(testEngine(state));
  call = inProcess([iam]).call;
});
afterEach(() => state.close());

const createRole = (more: object = {}) =>
  call('iam', 'CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: '{"Statement":[]}', ...more });

test('a role has its inline policies, its managed ones in their default version, and AWS’s', async () => {
  await createRole();
  await call('iam', 'PutRolePolicy', { RoleName: 'worker', PolicyName: 'own', PolicyDocument: document('sqs:*') });
  const made = await call('iam', 'CreatePolicy', { PolicyName: 'shared', PolicyDocument: document('sns:*') });
  const PolicyArn = (made['Policy'] as { Arn: string }).Arn;
  await call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: document('kms:*'), SetAsDefault: true });
  await call('iam', 'AttachRolePolicy', { RoleName: 'worker', PolicyArn });
  const managed = 'arn:aws:iam::aws:policy/service-role/AWSLambdaRole';
  await call('iam', 'AttachRolePolicy', { RoleName: 'worker', PolicyArn: managed });

  const { policies, unknownPolicyArns } = iam.roles.find(roleArn) ?? {};
  expect(policies?.map(({ name }) => name)).toEqual(['own', 'shared', 'AWSLambdaRole']);
  expect(policies?.[1]?.document).toBe(document('kms:*'));
  expect(JSON.parse(policies?.[2]?.document ?? '')).toMatchObject({
    Statement: [{ Action: ['lambda:InvokeFunction'] }],
  });
  expect(unknownPolicyArns).toEqual([]);
});

test('a boundary that nobody knows lets nothing through', async () => {
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/Unheard';
  await createRole({ PermissionsBoundary });
  expect(iam.roles.find(roleArn)).toMatchObject({
    boundary: { document: '{"Statement":[]}' },
    unknownPolicyArns: [PermissionsBoundary],
  });
});

test('the path of an ARN is part of who a role is', async () => {
  await createRole({ Path: '/team/' });
  expect(iam.roles.find(roleArn)).toBeUndefined();
  expect(iam.roles.find('arn:aws:iam::000000000000:role/team/worker')).toBeDefined();
  expect(iam.iam?.resolve?.('RoleName', 'worker')).toBe('arn:aws:iam::000000000000:role/team/worker');
});

test('every change of a role or a policy shows in the revision', async () => {
  const revisions = [iam.roles.revision];
  const noteAfter = async (operation: string, input: object) => {
    await call('iam', operation, { ...input });
    revisions.push(iam.roles.revision);
  };
  await noteAfter('CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument: '{"Statement":[]}' });
  await noteAfter('PutRolePolicy', { RoleName: 'worker', PolicyName: 'own', PolicyDocument: document('sqs:*') });
  await noteAfter('CreatePolicy', { PolicyName: 'shared', PolicyDocument: document('sns:*') });
  await noteAfter('DeleteRolePolicy', { RoleName: 'worker', PolicyName: 'own' });
  await noteAfter('DeleteRole', { RoleName: 'worker' });
  expect(new Set(revisions).size).toBe(revisions.length);
});
