import { CreateStackCommand, DeleteStackCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { openState, temporaryState, type State } from '../../../../localstack/engine/state.ts';
import { boxTemplate, cloudformationWorld, newBoxes, type Boxes } from './cloudformation-world.ts';

let state: State;
let boxes: Boxes;
beforeEach(() => {
  state = temporaryState();
  boxes = newBoxes();
});
afterEach(() => state.close());

const S = { StackName: 'S' };

/** A world whose boxes never answer, as it is when the process ends in the middle of making one. */
async function killedWhile(act: (world: ReturnType<typeof cloudformationWorld>) => Promise<unknown>): Promise<void> {
  const world = cloudformationWorld(openState(state.folder), boxes);
  boxes.gate = new Promise(() => undefined);
  await act(world);
  boxes.gate = Promise.resolve();
  world.state.close();
}

async function restarted() {
  const world = cloudformationWorld(state, boxes);
  await world.service.start?.();
  await world.settled('S');
  return world;
}

test('a creation that a kill cut off is finished by the next start', async () => {
  await killedWhile(({ client }) =>
    client.send(new CreateStackCommand({ ...S, TemplateBody: boxTemplate({ A: { Content: 1 }, B: {} }) })),
  );

  const { deployer } = await restarted();

  expect(deployer.stack('S')).toMatchObject({ status: 'CREATE_COMPLETE' });
  expect([...boxes.contents.values()]).toEqual([{ Content: 1 }, {}]);
});

test('a creation that cannot be finished after a kill is rolled back whole', async () => {
  boxes.faults.add('bad');
  await killedWhile(({ client }) =>
    client.send(new CreateStackCommand({ ...S, TemplateBody: boxTemplate({ A: {}, B: { Content: 'bad' } }) })),
  );

  const { deployer } = await restarted();

  expect(deployer.stack('S')).toMatchObject({ status: 'ROLLBACK_COMPLETE', resources: {} });
  expect(boxes.contents.size).toBe(0);
});

test('an update that a kill cut off keeps what it needs to go back', async () => {
  const first = cloudformationWorld(openState(state.folder), boxes);
  await first.client.send(
    new CreateStackCommand({ ...S, TemplateBody: boxTemplate({ A: { BoxName: 'a', Content: 'old' } }) }),
  );
  await first.settled('S');
  first.state.close();
  boxes.faults.add('bad');
  await killedWhile(({ client }) => {
    const TemplateBody = boxTemplate({ A: { BoxName: 'a', Content: 'new' }, B: { Content: 'bad' } });
    return client.send(new UpdateStackCommand({ ...S, TemplateBody }));
  });

  const { deployer } = await restarted();

  expect(deployer.stack('S')).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
  expect([...boxes.contents]).toEqual([['a', { BoxName: 'a', Content: 'old' }]]);
});

test('a replacement that a kill cut off leaves the data of the old one alone until it is made', async () => {
  const first = cloudformationWorld(openState(state.folder), boxes);
  await first.client.send(
    new CreateStackCommand({ ...S, TemplateBody: boxTemplate({ A: { BoxName: 'a', Shape: 'round' } }) }),
  );
  await first.settled('S');
  first.state.close();
  await killedWhile(async ({ client }) => {
    // The update itself answers at once; it is the new box that is never made.
    boxes.gate = Promise.resolve().then(() => void (boxes.gate = new Promise(() => undefined)));
    const TemplateBody = boxTemplate({ A: { BoxName: 'a', Shape: 'square' } });
    await client.send(new UpdateStackCommand({ ...S, TemplateBody }));
  });

  const { deployer } = await restarted();

  expect(deployer.stack('S')).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
  expect([...boxes.contents]).toEqual([['a', { BoxName: 'a', Shape: 'round' }]]);
});

test('a deletion that a kill cut off is finished by the next start', async () => {
  const first = cloudformationWorld(openState(state.folder), boxes);
  await first.client.send(new CreateStackCommand({ ...S, TemplateBody: boxTemplate({ A: {}, B: {} }) }));
  await first.settled('S');
  first.state.close();
  await killedWhile(({ client }) => client.send(new DeleteStackCommand(S)));

  const { deployer } = await restarted();

  expect([deployer.stack('S'), boxes.contents.size]).toEqual([undefined, 0]);
});

test('a stop ends between two steps, and the next start goes on', async () => {
  const first = cloudformationWorld(openState(state.folder), boxes);
  const { promise, resolve } = Promise.withResolvers<void>();
  boxes.gate = promise;
  await first.client.send(new CreateStackCommand({ ...S, TemplateBody: boxTemplate({ A: {}, B: {} }) }));
  const stopped = first.service.stop?.();
  resolve();
  await stopped;
  expect(first.deployer.stack('S')).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
  expect(boxes.contents.size).toBe(1);
  first.state.close();

  const { deployer } = await restarted();

  expect(deployer.stack('S')).toMatchObject({ status: 'CREATE_COMPLETE' });
  expect(boxes.contents.size).toBe(2);
});

test('what was deployed in process is left to be deployed again', async () => {
  const request = { stackName: 'S', parameters: {}, assets: new Map(), onEvent: () => undefined };
  const template = { Resources: { A: { Type: 'Test::Box', Properties: { BoxName: 'a' } } } };
  await killedWhile(async ({ deployer }) => {
    void deployer.deploy({ ...request, template });
    // Until the record says that the box is being made.
    while (deployer.stack('S')?.resources['A'] === undefined) await Promise.resolve();
  });

  const { deployer } = await restarted();
  expect(deployer.stack('S')).toMatchObject({ status: 'CREATE_FAILED' });

  expect(await deployer.deploy({ ...request, template })).toMatchObject({ status: 'CREATE_COMPLETE' });
  expect([...boxes.contents.keys()]).toEqual(['a']);
});
