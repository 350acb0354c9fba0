import {
  ContinueUpdateRollbackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
  RollbackStackCommand,
} from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { boxTemplate } from './cloudformation-world.ts';
import { stackWorld } from './stack-world.ts';

let world: ReturnType<typeof stackWorld>;
beforeEach(() => void (world = stackWorld()));
afterEach(() => world.state.close());

const S = { StackName: 'S' };

test('a failed creation is rolled back and says which resource failed and why; the stack is then deleted by its ARN and made again', async () => {
  world.boxes.faults.add('bad');
  const template = boxTemplate({ A: { BoxName: 'a' }, B: { Content: 'bad' } });
  const stackId = await world.create(template);

  expect(await world.describeStack()).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  expect(await world.eventLines()).toEqual([
    'S CREATE_IN_PROGRESS',
    'A CREATE_IN_PROGRESS',
    'A CREATE_COMPLETE',
    'B CREATE_IN_PROGRESS',
    'B CREATE_FAILED',
    'S ROLLBACK_IN_PROGRESS',
    'B DELETE_COMPLETE',
    'A DELETE_IN_PROGRESS',
    'A DELETE_COMPLETE',
    'S ROLLBACK_COMPLETE',
  ]);
  const { StackEvents = [] } = await world.client.send(new DescribeStackEventsCommand(S));
  const reasons = StackEvents.flatMap(({ ResourceStatusReason }) => ResourceStatusReason ?? []);
  expect(reasons).toContain('cannot make bad (BoxException)');
  expect(reasons).toContain('The following resource(s) failed to create: [B]. Rollback requested by user.');
  expect(world.boxes.contents.size).toBe(0);
  await expect(world.update(template)).rejects.toThrow(/is in ROLLBACK_COMPLETE state and can not be updated\.$/u);

  await world.remove(stackId);
  expect(await world.describeStack(stackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
  world.boxes.faults.clear();
  await world.create(template);
  expect(await world.describeStack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
});

test('a failed update goes back to what was, template and outputs included', async () => {
  const outputs = (value: string) => ({ Outputs: { O: { Value: value } } });
  await world.create(boxTemplate({ A: { Content: 'old' } }, outputs('old')));
  world.boxes.faults.add('bad');

  await world.update(boxTemplate({ A: { Content: 'new' }, B: {}, C: { Content: 'bad' } }, outputs('new')));

  expect(await world.describeStack()).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    Outputs: [{ OutputValue: 'old' }],
  });
  expect([...world.boxes.contents.values()]).toEqual([{ Content: 'old' }]);
  const { TemplateBody } = await world.client.send(new GetTemplateCommand(S));
  expect(TemplateBody).toBe(boxTemplate({ A: { Content: 'old' } }, outputs('old')));
});

test('a replacement is made first, and the old one is deleted in the cleanup', async () => {
  await world.create(boxTemplate({ A: { Shape: 'round' } }));
  await world.update(boxTemplate({ A: { Shape: 'square' } }));

  expect((await world.eventLines()).slice(4)).toEqual([
    'S UPDATE_IN_PROGRESS',
    'A UPDATE_IN_PROGRESS',
    'A UPDATE_IN_PROGRESS',
    'A UPDATE_COMPLETE',
    'S UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'A DELETE_IN_PROGRESS',
    'A DELETE_COMPLETE',
    'S UPDATE_COMPLETE',
  ]);
  expect([...world.boxes.contents.values()]).toEqual([{ Shape: 'square' }]);
});

test('a replacement that fails, or is rolled back later, leaves the old one in its place', async () => {
  await world.create(boxTemplate({ A: { BoxName: 'a', Shape: 'round' } }));
  await world.update(boxTemplate({ A: { BoxName: 'a', Shape: 'square' } }));
  expect(await world.describeStack()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });

  world.boxes.faults.add('bad');
  await world.update(boxTemplate({ A: { BoxName: 'b', Shape: 'square' }, B: { Content: 'bad' } }));

  expect([...world.boxes.contents]).toEqual([['a', { BoxName: 'a', Shape: 'round' }]]);
  const { StackResources } = await world.client.send(new DescribeStackResourcesCommand(S));
  expect(StackResources).toMatchObject([{ PhysicalResourceId: 'a', ResourceStatus: 'UPDATE_COMPLETE' }]);
});

test('without rollback a failure stays as it is, until it is updated or rolled back', async () => {
  world.boxes.faults.add('bad');
  await world.create(boxTemplate({ A: {} }));
  await world.update(boxTemplate({ A: { Content: 'new' }, B: { Content: 'bad' } }), { DisableRollback: true });
  expect(await world.describeStack()).toMatchObject({ StackStatus: 'UPDATE_FAILED' });
  await world.update(boxTemplate({ A: { Content: 'newer' }, B: { Content: 'bad' } }), { DisableRollback: true });
  expect([...world.boxes.contents.values()]).toEqual([{ Content: 'newer' }]);

  await world.client.send(new RollbackStackCommand(S));
  await world.settled('S');

  expect(await world.describeStack()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
  expect([...world.boxes.contents.values()]).toEqual([{}]);
  await expect(world.client.send(new RollbackStackCommand(S))).rejects.toThrow('can not be rolled back');
});

test('a creation without rollback can be mended by an update', async () => {
  world.boxes.faults.add('bad');
  await world.create(boxTemplate({ A: {}, B: { Content: 'bad' } }), { OnFailure: 'DO_NOTHING' });
  expect(await world.describeStack()).toMatchObject({ StackStatus: 'CREATE_FAILED', DisableRollback: true });

  await world.update(boxTemplate({ A: {}, B: { Content: 'good' } }));

  expect(await world.describeStack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  expect([...world.boxes.contents.values()]).toEqual([{}, { Content: 'good' }]);
});

test('OnFailure DELETE leaves nothing at all', async () => {
  world.boxes.faults.add('bad');
  const stackId = await world.create(boxTemplate({ A: {}, B: { Content: 'bad' } }), { OnFailure: 'DELETE' });

  await expect(world.describeStack()).rejects.toThrow('Stack with id S does not exist');
  expect(await world.describeStack(stackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
  expect(world.boxes.contents.size).toBe(0);
});

test('a rollback that fails is gone on with, also without the resource that resists', async () => {
  world.boxes.faults.add('bad');
  await world.create(boxTemplate({ A: { BoxName: 'a', Content: 'old' } }));
  world.boxes.gate = Promise.resolve().then(() => void world.boxes.faults.add('old'));
  await world.update(boxTemplate({ A: { BoxName: 'a', Content: 'new' }, B: { Content: 'bad' } }));
  expect(await world.describeStack()).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_FAILED',
    StackStatusReason: 'The following resource(s) failed to update: [A]. ',
  });

  await world.client.send(new ContinueUpdateRollbackCommand(S));
  await world.settled('S');
  expect(await world.describeStack()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_FAILED' });

  await world.client.send(new ContinueUpdateRollbackCommand({ ...S, ResourcesToSkip: ['A'] }));
  await world.settled('S');
  expect(await world.describeStack()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
});

test('Retain keeps a resource also when its creation is rolled back; RetainExceptOnCreate does not', async () => {
  world.boxes.faults.add('bad');
  const resources = {
    Kept: { Type: 'Test::Box', Properties: { BoxName: 'kept' }, DeletionPolicy: 'Retain' },
    Gone: { Type: 'Test::Box', Properties: { BoxName: 'gone' }, DeletionPolicy: 'RetainExceptOnCreate' },
    Bad: { Type: 'Test::Box', Properties: { Content: 'bad' } },
  };

  await world.create(JSON.stringify({ Resources: resources }));

  expect([...world.boxes.contents.keys()]).toEqual(['kept']);
});

test('a failed change is undone also by a type that cannot read what it was to become', async () => {
  world.boxes.faults.add('bad');
  world.boxes.unreadable.add('bad');
  await world.create(boxTemplate({ A: { Content: 'old' } }));

  await world.update(boxTemplate({ A: { Content: 'bad' } }));

  expect(await world.describeStack()).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
});
