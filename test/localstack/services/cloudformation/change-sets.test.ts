import {
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  ListChangeSetsCommand,
  type CreateChangeSetCommandInput,
} from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { boxTemplate, cloudformationWorld, type CloudformationWorld } from './cloudformation-world.ts';

let world: CloudformationWorld;
beforeEach(() => void (world = cloudformationWorld()));
afterEach(() => world.state.close());

const names = { StackName: 'S', ChangeSetName: 'c' };

async function create(TemplateBody: string, more: Partial<CreateChangeSetCommandInput> = {}) {
  await world.client.send(new CreateChangeSetCommand({ ...names, TemplateBody, ...more }));
  return await world.client.send(new DescribeChangeSetCommand({ ...names, IncludePropertyValues: true }));
}

async function execute(): Promise<void> {
  await world.client.send(new ExecuteChangeSetCommand(names));
  await world.settled('S');
}

async function deploy(TemplateBody: string, more: Partial<CreateChangeSetCommandInput> = {}): Promise<void> {
  const isNew = !world.deployer.stack('S');
  await create(TemplateBody, { ChangeSetType: isNew ? 'CREATE' : 'UPDATE', ...more });
  await execute();
}

async function describeStack() {
  const { Stacks } = await world.client.send(new DescribeStacksCommand({ StackName: 'S' }));
  return Stacks?.[0];
}

test('a change set of type CREATE makes a stack under review and nothing else until it is executed', async () => {
  const changeSet = await create(boxTemplate({ A: { Content: 1 } }), { ChangeSetType: 'CREATE' });

  expect(changeSet).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
  expect(changeSet.Changes).toMatchObject([
    { Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'A', ResourceType: 'Test::Box' } },
  ]);
  expect(await describeStack()).toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS' });
  expect(world.boxes.contents.size).toBe(0);

  await execute();
  expect(await describeStack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE', ChangeSetId: changeSet.ChangeSetId });
  expect([...world.boxes.contents.values()]).toEqual([{ Content: 1 }]);
});

test('executing answers at once, with the stack in progress', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  world.boxes.gate = promise;
  await create(boxTemplate({ A: {} }), { ChangeSetType: 'CREATE' });

  await world.client.send(new ExecuteChangeSetCommand(names));
  expect(await describeStack()).toMatchObject({ StackStatus: 'CREATE_IN_PROGRESS' });
  await expect(create(boxTemplate({ B: {} }), { ChangeSetName: 'd' })).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringMatching(/^Stack:arn:.* is in CREATE_IN_PROGRESS state and can not be updated\.$/u),
  });

  resolve();
  await world.settled('S');
  expect(await describeStack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
});

test('a change in place, a replacement, an addition and a removal are told apart, with values before and after', async () => {
  const kept = { A: { Content: 'a' }, B: { Shape: 'round' } };
  await deploy(boxTemplate({ ...kept, Gone: {} }));

  const { Changes } = await create(boxTemplate({ A: { Content: 'b' }, B: { Shape: 'square' }, New: {} }));

  expect(Changes?.map(({ ResourceChange }) => ResourceChange)).toMatchObject([
    {
      Action: 'Modify',
      LogicalResourceId: 'A',
      Scope: ['Properties'],
      BeforeContext: '{"Properties":{"Content":"a"}}',
      AfterContext: '{"Properties":{"Content":"b"}}',
      Details: [
        {
          Target: { Attribute: 'Properties', Name: 'Content', BeforeValue: 'a', AfterValue: 'b' },
          Evaluation: 'Static',
          ChangeSource: 'DirectModification',
        },
      ],
    },
    { Action: 'Modify', LogicalResourceId: 'B', Replacement: 'Conditional' },
    { Action: 'Add', LogicalResourceId: 'New' },
    { Action: 'Remove', LogicalResourceId: 'Gone', PolicyAction: 'Delete' },
  ]);
});

test('without being asked for, values are left out', async () => {
  await deploy(boxTemplate({ A: { Content: 'a' } }));
  await create(boxTemplate({ A: { Content: 'b' } }));

  const { Changes } = await world.client.send(new DescribeChangeSetCommand(names));

  const change = Changes?.[0]?.ResourceChange;
  expect(change).not.toHaveProperty('AfterContext');
  expect(change?.Details?.[0]?.Target).not.toHaveProperty('AfterValue');
});

test('a change set that would change nothing fails in the words that clients look for, and cannot be executed', async () => {
  await deploy(boxTemplate({ A: {} }));

  const changeSet = await create(boxTemplate({ A: {} }));

  expect(changeSet).toMatchObject({
    Status: 'FAILED',
    StatusReason: expect.stringMatching(/^The submitted information didn't contain changes\./u),
    ExecutionStatus: 'UNAVAILABLE',
  });
  await expect(execute()).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
});

test('a new output is a change, though no resource changes', async () => {
  await deploy(boxTemplate({ A: {} }));

  const Outputs = { Name: { Value: { Ref: 'A' } } };
  const changeSet = await create(boxTemplate({ A: {} }, { Outputs }));
  expect(changeSet).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });

  await execute();
  expect(await describeStack()).toMatchObject({ Outputs: [{ OutputKey: 'Name' }] });
});

test('a reference to a missing export fails the change set with the reason', async () => {
  const changeSet = await create(boxTemplate({ A: { Content: { 'Fn::ImportValue': 'nowhere' } } }), {
    ChangeSetType: 'CREATE',
  });
  expect(changeSet).toMatchObject({ Status: 'FAILED', StatusReason: 'No export named nowhere found.' });
});

test('everything unsupported is named at once, and leaves no stack behind', async () => {
  const template = JSON.stringify({ Resources: { A: { Type: 'AWS::Moon::Base', Properties: {} } } });

  await expect(create(template, { ChangeSetType: 'CREATE' })).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringMatching(/A: resource type AWS::Moon::Base/u),
  });
  expect(world.deployer.stacks()).toEqual([]);
});

test('the template may lie in S3, at either form of its URL, as JSON or as YAML', async () => {
  const yaml = 'Resources:\n  A:\n    Type: Test::Box\n    Properties:\n      Content: !Sub "${AWS::StackName}!"\n';
  world.objects.set('assets/a.yml', yaml);
  world.objects.set('assets/deep/b.json', boxTemplate({ A: { Content: 'b' } }));
  const from = (TemplateURL: string) => ({ TemplateURL, TemplateBody: undefined });

  await deploy('', { ...from('http://localhost:4566/assets/a.yml'), ChangeSetType: 'CREATE' });
  expect([...world.boxes.contents.values()]).toEqual([{ Content: 'S!' }]);
  expect(await world.client.send(new GetTemplateCommand({ StackName: 'S' }))).toMatchObject({ TemplateBody: yaml });

  await deploy('', from('https://assets.s3.us-east-1.amazonaws.com/deep/b.json'));
  expect([...world.boxes.contents.values()]).toEqual([{ Content: 'b' }]);
});

test('parameters are given, kept as they were, or defaults', async () => {
  const Parameters = { P: { Type: 'String', Default: 'p' }, Q: { Type: 'String' } };
  const template = (Shape: string) =>
    boxTemplate({ A: { Content: { 'Fn::Sub': '${P}-${Q}' }, Tags: Shape } }, { Parameters });
  const q = { ParameterKey: 'Q', ParameterValue: 'q' };
  await expect(create(template('x'), { ChangeSetType: 'CREATE' })).rejects.toThrow('Parameters: [Q] must have values');

  await deploy(template('x'), { ChangeSetType: 'CREATE', Parameters: [q] });
  await deploy(template('y'), { Parameters: [{ ParameterKey: 'Q', UsePreviousValue: true }] });

  expect([...world.boxes.contents.values()]).toEqual([{ Content: 'p-q', Tags: 'y' }]);
  expect(await describeStack()).toMatchObject({
    Parameters: [
      { ParameterKey: 'P', ParameterValue: 'p' },
      { ParameterKey: 'Q', ParameterValue: 'q' },
    ],
  });
});

test("a parameter of SSM's store shows its name and its value, and a missing one is told", async () => {
  const Parameters = { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/version' } };
  const template = boxTemplate({ A: { Content: { Ref: 'P' } } }, { Parameters });
  await expect(create(template, { ChangeSetType: 'CREATE' })).rejects.toThrow(
    'Unable to fetch parameters [/version] from parameter store for this account.',
  );

  world.parameters.set('/version', '33');
  await deploy(template);
  expect(await describeStack()).toMatchObject({
    Parameters: [{ ParameterKey: 'P', ParameterValue: '/version', ResolvedValue: '33' }],
  });
});

test("a list of SSM's store is a list", async () => {
  const Parameters = { P: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/zones' } };
  world.parameters.set('/zones', 'a, b');
  await deploy(boxTemplate({ A: { Content: { 'Fn::Select': [1, { Ref: 'P' }] } } }, { Parameters }));
  expect([...world.boxes.contents.values()]).toEqual([{ Content: 'b' }]);
});

test('a template with roles wants its capability acknowledged', async () => {
  const role = (Properties: object) => JSON.stringify({ Resources: { A: { Type: 'AWS::IAM::Role', Properties } } });
  const kind = { ChangeSetType: 'CREATE' } as const;

  await expect(create(role({}), kind)).rejects.toMatchObject({
    name: 'InsufficientCapabilitiesException',
    message: 'Requires capabilities : [CAPABILITY_IAM]',
  });
  expect(await create(role({}), { ...kind, Capabilities: ['CAPABILITY_NAMED_IAM'] })).toMatchObject({
    Capabilities: ['CAPABILITY_NAMED_IAM'],
  });
});

test('executing one change set makes the others obsolete', async () => {
  await create(boxTemplate({ A: {} }), { ChangeSetType: 'CREATE' });
  await world.client.send(
    new CreateChangeSetCommand({
      ...names,
      ChangeSetName: 'other',
      ChangeSetType: 'CREATE',
      TemplateBody: boxTemplate({ B: {} }),
    }),
  );

  await execute();

  const { Summaries } = await world.client.send(new ListChangeSetsCommand({ StackName: 'S' }));
  expect(Summaries).toMatchObject([{ ChangeSetName: 'c', ExecutionStatus: 'EXECUTE_COMPLETE' }]);
});

test('a deleted change set is not found, and deleting it again is no error', async () => {
  await create(boxTemplate({ A: {} }), { ChangeSetType: 'CREATE' });

  await world.client.send(new DeleteChangeSetCommand(names));
  await world.client.send(new DeleteChangeSetCommand(names));

  await expect(world.client.send(new DescribeChangeSetCommand(names))).rejects.toMatchObject({
    name: 'ChangeSetNotFoundException',
    message: 'ChangeSet [c] does not exist',
  });
});

test('the same name twice is refused, but the same request again is answered again', async () => {
  const first = await create(boxTemplate({ A: {} }), { ChangeSetType: 'CREATE', ClientToken: 't' });
  const again = await create(boxTemplate({ A: {} }), { ChangeSetType: 'CREATE', ClientToken: 't' });
  expect(again.ChangeSetId).toBe(first.ChangeSetId);

  await expect(create(boxTemplate({ A: {} }), { ChangeSetType: 'CREATE' })).rejects.toMatchObject({
    name: 'AlreadyExistsException',
  });
});

test('what exists outside of stacks is taken over when that is asked for, and outlives a rollback', async () => {
  world.boxes.contents.set('mine', { Content: 'precious' });
  world.boxes.faults.add('bad');
  const template = boxTemplate({ A: { BoxName: 'mine', Content: 'new' }, B: { Content: 'bad' } });

  await deploy(template, { ChangeSetType: 'CREATE', ImportExistingResources: true });

  expect(await describeStack()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  expect([...world.boxes.contents.keys()]).toEqual(['mine']);
});

test.each([
  ['NotificationARNs', { NotificationARNs: ['arn:aws:sns:us-east-1:000000000000:t'] }],
  ['RollbackTriggers', { RollbackConfiguration: { RollbackTriggers: [{ Arn: 'a', Type: 'AWS::CloudWatch::Alarm' }] } }],
  ['EXPRESS', { DeploymentConfig: { Mode: 'EXPRESS' } }],
  ['IMPORT', { ChangeSetType: 'IMPORT' }],
] as const)('%s is refused by name', async (name, more) => {
  const input = { ChangeSetType: 'CREATE', ...more } as Partial<CreateChangeSetCommandInput>;
  await expect(create(boxTemplate({ A: {} }), input)).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining(name),
  });
});
