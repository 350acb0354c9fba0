import {
  DescribeEventsCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  GetTemplateSummaryCommand,
  ListExportsCommand,
  ListHookResultsCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateTerminationProtectionCommand,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { boxTemplate } from './cloudformation-world.ts';
import { stackWorld } from './stack-world.ts';

let world: ReturnType<typeof stackWorld>;
beforeEach(() => void (world = stackWorld()));
afterEach(() => world.state.close());

const S = { StackName: 'S' };

test('events tell a creation from its beginning to its end, each at an instant of its own', async () => {
  await world.create(boxTemplate({ A: { Content: 1 } }), { ClientRequestToken: 'token' });

  const { StackEvents = [] } = await world.client.send(new DescribeStackEventsCommand(S));
  expect(await world.eventLines()).toEqual([
    'S CREATE_IN_PROGRESS',
    'A CREATE_IN_PROGRESS',
    'A CREATE_COMPLETE',
    'S CREATE_COMPLETE',
  ]);
  const times = StackEvents.map(({ Timestamp }) => Timestamp?.getTime() ?? 0);
  expect(new Set(times).size).toBe(4);
  expect(times.toSorted((a, b) => b - a)).toEqual(times);
  expect(StackEvents[1]).toMatchObject({ ResourceProperties: '{"Content":1}', ClientRequestToken: 'token' });
});

test('events come in pages, newest first', async () => {
  const boxes = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`B${index}`, {}]));
  await world.create(boxTemplate(boxes));

  const first = await world.client.send(new DescribeStackEventsCommand(S));
  const second = await world.client.send(new DescribeStackEventsCommand({ ...S, NextToken: first.NextToken }));

  expect([first.StackEvents?.length, second.StackEvents?.length]).toEqual([100, 22]);
  expect(second.NextToken).toBeUndefined();
  expect(second.StackEvents?.at(-1)?.ResourceStatus).toBe('CREATE_IN_PROGRESS');
});

test('an update that changes nothing is refused in the words that clients look for', async () => {
  await world.create(boxTemplate({ A: {} }));
  await expect(world.update(boxTemplate({ A: {} }))).rejects.toMatchObject({
    name: 'ValidationError',
    message: 'No updates are to be performed.',
  });
});

test('a deletion that fails says what is in the way, and goes on without it when told so', async () => {
  await world.create(boxTemplate({ A: { BoxName: 'a' }, B: { BoxName: 'b' } }));
  world.boxes.faults.add('a');
  await expect(world.remove('S', ['A'])).rejects.toThrow('only when the stack is in the DELETE_FAILED state');

  await world.remove();
  expect(await world.describeStack()).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: 'The following resource(s) failed to delete: [A]. ',
  });

  await world.remove('S', ['A']);
  await expect(world.describeStack()).rejects.toMatchObject({ name: 'ValidationError' });
  expect([...world.boxes.contents.keys()]).toEqual(['a']);
});

test('a deleted stack is described, listed and its events read by its id; its name is free', async () => {
  const stackId = await world.create(boxTemplate({ A: {} }));
  await world.remove(stackId);
  await world.remove(stackId);
  await world.remove('S');

  expect((await world.eventLines(stackId)).at(-1)).toBe('S DELETE_COMPLETE');
  const { StackSummaries } = await world.client.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }));
  expect(StackSummaries).toMatchObject([{ StackId: stackId, DeletionTime: expect.any(Date) }]);
  await expect(world.eventLines()).rejects.toThrow('Stack [S] does not exist');
  await expect(world.create(boxTemplate({ A: {} }))).resolves.not.toBe(stackId);
});

test('termination protection keeps a stack', async () => {
  await world.create(boxTemplate({ A: {} }), { EnableTerminationProtection: true });
  await expect(world.remove()).rejects.toThrow('Stack [S] cannot be deleted while TerminationProtection is enabled');

  await world.client.send(new UpdateTerminationProtectionCommand({ ...S, EnableTerminationProtection: false }));
  await world.remove();
  expect(world.boxes.contents.size).toBe(0);
});

test('tags of a stack are kept until others are given', async () => {
  const Tags = [{ Key: 'team', Value: 'music' }];
  await world.create(boxTemplate({ A: {} }), { Tags });
  await world.update(boxTemplate({ A: { Content: 1 } }));
  expect(await world.describeStack()).toMatchObject({ Tags });

  await world.update(boxTemplate({ A: { Content: 1 } }), { Tags: [] });
  expect((await world.describeStack())?.Tags).toEqual([]);
});

test('a stack that is there cannot be created', async () => {
  await world.create(boxTemplate({ A: {} }));
  await expect(world.create(boxTemplate({ A: {} }))).rejects.toMatchObject({
    name: 'AlreadyExistsException',
    message: 'Stack [S] already exists',
  });
});

test('an export is listed with those who read it, and cannot be deleted while they do', async () => {
  const Outputs = { O: { Value: 'v', Export: { Name: 'shared' } } };
  await world.create(boxTemplate({ A: {} }, { Outputs }));
  await world.create(boxTemplate({ B: { Content: { 'Fn::ImportValue': 'shared' } } }), { StackName: 'Reader' });

  expect(await world.client.send(new ListExportsCommand({}))).toMatchObject({ Exports: [{ Name: 'shared' }] });
  expect(await world.client.send(new ListImportsCommand({ ExportName: 'shared' }))).toMatchObject({
    Imports: ['Reader'],
  });
  await world.remove();
  expect(await world.describeStack()).toMatchObject({
    StackStatus: 'DELETE_FAILED',
    StackStatusReason: expect.stringContaining('Export shared cannot be deleted as it is in use by Reader'),
  });
});

test('resources are described one by one, all together, and by what they have become', async () => {
  await world.create(boxTemplate({ A: { BoxName: 'a' } }));

  const { StackResourceDetail } = await world.client.send(
    new DescribeStackResourceCommand({ ...S, LogicalResourceId: 'A' }),
  );
  const byThing = await world.client.send(new DescribeStackResourcesCommand({ PhysicalResourceId: 'a' }));
  const listed = await world.client.send(new ListStackResourcesCommand(S));

  expect(StackResourceDetail).toMatchObject({ PhysicalResourceId: 'a', ResourceStatus: 'CREATE_COMPLETE' });
  expect(byThing.StackResources).toMatchObject([{ StackName: 'S', LogicalResourceId: 'A' }]);
  expect(listed.StackResourceSummaries).toMatchObject([{ PhysicalResourceId: 'a' }]);
  await expect(world.client.send(new DescribeStackResourceCommand({ ...S, LogicalResourceId: 'Z' }))).rejects.toThrow(
    'Resource Z does not exist for stack S',
  );
});

test('a template is summed up without deploying it', async () => {
  const Parameters = { P: { Type: 'String', Default: 'p', AllowedValues: ['p', 'q'], NoEcho: true } };
  const Resources = { A: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r' } } };
  const TemplateBody = JSON.stringify({ Description: 'd', Parameters, Resources });

  const summary = await world.client.send(new GetTemplateSummaryCommand({ TemplateBody }));
  const validated = await world.client.send(new ValidateTemplateCommand({ TemplateBody }));

  const shared = { Description: 'd', Capabilities: ['CAPABILITY_NAMED_IAM'] };
  expect(summary).toMatchObject({
    ...shared,
    ResourceTypes: ['AWS::IAM::Role'],
    Parameters: [{ ParameterKey: 'P', DefaultValue: 'p', ParameterType: 'String', NoEcho: true }],
  });
  expect(validated).toMatchObject(shared);
  await expect(world.client.send(new ValidateTemplateCommand({ TemplateBody: '{' }))).rejects.toThrow(
    /^Template format error: JSON not well-formed/u,
  );
});

test('failed events are told apart, and no hook has ever run', async () => {
  world.boxes.faults.add('bad');
  await world.create(boxTemplate({ A: { Content: 'bad' } }));

  const { OperationEvents } = await world.client.send(
    new DescribeEventsCommand({ ...S, Filters: { FailedEvents: true } }),
  );
  expect(OperationEvents).toMatchObject([{ LogicalResourceId: 'A', ResourceStatus: 'CREATE_FAILED' }]);
  expect(await world.client.send(new ListHookResultsCommand({}))).toMatchObject({ HookResults: [] });
});
