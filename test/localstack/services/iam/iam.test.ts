import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createIam } from '../../../../localstack/services/iam/index.ts';
import { managedPolicyResource, policyResource } from '../../../../localstack/services/iam/policy-resources.ts';
import { roleResource } from '../../../../localstack/services/iam/role-resource.ts';
import { inProcess, testEngine, testStartMs } from '../../../support/in-process.ts';

let world: ReturnType<typeof iamWorld>;
beforeEach(() => void (world = iamWorld()));
afterEach(() => world.state.close());

function iamWorld() {
  const state = temporaryState();
  const { clientOptions, call } = inProcess([createIam(testEngine(state))]);
  const scope = { generateName: () => 'stack-Name-1', call } as unknown as ResourceScope;
  return { state, client: new IAMClient(clientOptions), scope };
}

const trust = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}';
const allow = '{"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}';
const makeRole = (RoleName = 'worker') =>
  world.client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust, MaxSessionDuration: 7200 }));

test('a role is what it was made as, its documents percent-encoded', async () => {
  await makeRole();
  await world.client.send(new UpdateRoleCommand({ RoleName: 'worker', Description: 'works' }));

  const { Role } = await world.client.send(new GetRoleCommand({ RoleName: 'worker' }));

  expect(Role).toMatchObject({
    Arn: 'arn:aws:iam::000000000000:role/worker',
    Path: '/',
    Description: 'works',
    MaxSessionDuration: 7200,
    CreateDate: new Date(testStartMs),
    AssumeRolePolicyDocument: encodeURIComponent(trust).replaceAll('*', '%2A'),
  });
  expect(Role?.RoleId).toMatch(/^AROA[A-Z0-9]{17}$/u);
});

test('a second role of the same name and an unknown role are refused', async () => {
  await makeRole();

  await expect(makeRole()).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
    message: 'Role with name worker already exists.',
  });
  await expect(world.client.send(new GetRoleCommand({ RoleName: 'none' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    message: 'The role with name none cannot be found.',
  });
});

test('roles are listed page by page', async () => {
  for (const name of ['a', 'b', 'c']) await makeRole(name);

  const first = await world.client.send(new ListRolesCommand({ MaxItems: 2 }));
  const second = await world.client.send(new ListRolesCommand({ Marker: first.Marker }));

  expect(
    [first, second].map(({ Roles, IsTruncated }) => [Roles?.map(({ RoleName }) => RoleName), IsTruncated]),
  ).toEqual([
    [['a', 'b'], true],
    [['c'], false],
  ]);
});

test('policies inside a role come, show and go, and keep the role from being deleted', async () => {
  await makeRole();
  const policy = { RoleName: 'worker', PolicyName: 'queues' };
  await world.client.send(new PutRolePolicyCommand({ ...policy, PolicyDocument: allow }));

  const { PolicyDocument = '' } = await world.client.send(new GetRolePolicyCommand(policy));
  expect(decodeURIComponent(PolicyDocument)).toBe(allow);
  expect(await world.client.send(new ListRolePoliciesCommand({ RoleName: 'worker' }))).toMatchObject({
    PolicyNames: ['queues'],
  });
  await expect(world.client.send(new DeleteRoleCommand({ RoleName: 'worker' }))).rejects.toMatchObject({
    name: 'DeleteConflictException',
  });

  await world.client.send(new DeleteRolePolicyCommand(policy));
  await world.client.send(new DeleteRoleCommand({ RoleName: 'worker' }));
});

test.each(['nonsense', '{}', '{"Statement": [{"Action": "*"}]}', '{"Statement": {"Effect": "Allow"}}'])(
  'a document that is no policy is refused: %s',
  async (PolicyDocument) => {
    await makeRole();

    await expect(
      world.client.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'worker', PolicyDocument })),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
  },
);

test('managed policies have versions and are attached to roles', async () => {
  await makeRole();
  const { Policy } = await world.client.send(new CreatePolicyCommand({ PolicyName: 'queues', PolicyDocument: allow }));
  const PolicyArn = Policy?.Arn;
  await world.client.send(new AttachRolePolicyCommand({ RoleName: 'worker', PolicyArn }));
  await world.client.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: trust }));
  await world.client.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: 'v2' }));

  expect((await world.client.send(new GetPolicyCommand({ PolicyArn }))).Policy).toMatchObject({
    DefaultVersionId: 'v2',
    AttachmentCount: 1,
  });
  const { PolicyVersion } = await world.client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  expect(decodeURIComponent(PolicyVersion?.Document ?? '')).toBe(allow);
  await expect(world.client.send(new DeletePolicyCommand({ PolicyArn }))).rejects.toMatchObject({
    name: 'DeleteConflictException',
  });

  await world.client.send(new DetachRolePolicyCommand({ RoleName: 'worker', PolicyArn }));
  await world.client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }));
  const { Versions } = await world.client.send(new ListPolicyVersionsCommand({ PolicyArn }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual(['v2']);
  await world.client.send(new DeletePolicyCommand({ PolicyArn }));
  expect((await world.client.send(new ListPoliciesCommand({}))).Policies).toEqual([]);
});

test('tags come, show and go', async () => {
  await makeRole();

  await world.client.send(
    new TagRoleCommand({
      RoleName: 'worker',
      Tags: [
        { Key: 'team', Value: 'a' },
        { Key: 'stage', Value: 'b' },
      ],
    }),
  );
  await world.client.send(new UntagRoleCommand({ RoleName: 'worker', TagKeys: ['team'] }));

  expect(await world.client.send(new ListRoleTagsCommand({ RoleName: 'worker' }))).toMatchObject({
    Tags: [{ Key: 'stage', Value: 'b' }],
  });
});

test('a role of a template follows its policies through updates and is deleted with what is on it', async () => {
  const awsManaged = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  const inline = (PolicyName: string) => ({ PolicyName, PolicyDocument: JSON.parse(allow) as unknown });
  const AssumeRolePolicyDocument = JSON.parse(trust) as unknown;
  const before = { AssumeRolePolicyDocument, Policies: [inline('a'), inline('b')], ManagedPolicyArns: [awsManaged] };

  const made = await roleResource.create(before, world.scope);
  await roleResource.update(
    made.physicalId,
    { AssumeRolePolicyDocument, Policies: [inline('b')] },
    before,
    world.scope,
  );

  expect(made.attributes).toMatchObject({ Arn: 'arn:aws:iam::000000000000:role/stack-Name-1' });
  const RoleName = made.physicalId;
  expect((await world.client.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames).toEqual(['b']);
  expect((await world.client.send(new ListAttachedRolePoliciesCommand({ RoleName }))).AttachedPolicies).toEqual([]);
  await roleResource.delete(RoleName, {}, world.scope);
  await roleResource.delete(RoleName, {}, world.scope);
});

test('a policy of a template is on its roles, and leaves those it no longer names', async () => {
  for (const name of ['a', 'b']) await makeRole(name);
  const properties = (Roles: string[]) => ({ PolicyName: 'p', PolicyDocument: JSON.parse(allow) as unknown, Roles });
  const policyNames = async (RoleName: string) =>
    (await world.client.send(new ListRolePoliciesCommand({ RoleName }))).PolicyNames;

  const policy = await policyResource.create(properties(['a', 'b']), world.scope);
  await policyResource.update(policy.physicalId, properties(['b']), properties(['a', 'b']), world.scope);

  expect([await policyNames('a'), await policyNames('b')]).toEqual([[], ['p']]);
  await policyResource.delete(policy.physicalId, properties(['b']), world.scope);
  expect(await policyNames('b')).toEqual([]);
});

test('a managed policy of a template is attached, updated any number of times, and deleted', async () => {
  await makeRole('a');
  const properties = { PolicyDocument: JSON.parse(allow) as unknown, Roles: ['a'] };

  const { physicalId } = await managedPolicyResource.create(properties, world.scope);
  for (let round = 0; round < 6; round += 1) {
    await managedPolicyResource.update(physicalId, properties, properties, world.scope);
  }

  const { AttachedPolicies } = await world.client.send(new ListAttachedRolePoliciesCommand({ RoleName: 'a' }));
  expect(AttachedPolicies).toEqual([{ PolicyName: 'stack-Name-1', PolicyArn: physicalId }]);
  await managedPolicyResource.delete(physicalId, properties, world.scope);
  expect((await world.client.send(new ListPoliciesCommand({}))).Policies).toEqual([]);
});
