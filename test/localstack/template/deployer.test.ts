import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { AwsError } from '../../../localstack/engine/aws-error.ts';
import type { Properties, ResourceType } from '../../../localstack/engine/service.ts';
import { openState, temporaryState, type State } from '../../../localstack/engine/state.ts';
import { Deployer } from '../../../localstack/template/deployer.ts';
import type { StackEvent } from '../../../localstack/template/stack-record.ts';
import type { Template, TemplateResource } from '../../../localstack/template/template.ts';
import { testEngine } from '../../support/in-process.ts';

/** A world of boxes: named, with a content that can change and a shape that cannot. */
function boxWorld(state: State) {
  const boxes = new Map<string, Properties>();
  const events: StackEvent[] = [];
  const faults = { onCreate: '', onUpdate: '', onDelete: '' };
  const box: ResourceType = {
    properties: ['Name', 'Content', 'Shape', 'Friend'],
    create: async (properties, { generateName }) => {
      const name = String(properties['Name'] ?? generateName(40));
      if (properties['Content'] === faults.onCreate) throw new AwsError('BoxException', `no ${faults.onCreate} today`);
      if (boxes.has(name)) throw new AwsError('BoxExists', `${name} exists`);
      boxes.set(name, properties);
      return { physicalId: name, attributes: { Arn: `arn:${name}` } };
    },
    update: async (physicalId, properties, previous) => {
      if (properties['Shape'] !== previous['Shape']) return 'replace';
      if (properties['Content'] === faults.onUpdate) throw new AwsError('BoxException', 'cannot change');
      boxes.set(physicalId, properties);
      return { physicalId, attributes: { Arn: `arn:${physicalId}` } };
    },
    delete: async (physicalId) => {
      if (physicalId === faults.onDelete) throw new AwsError('BoxException', 'stuck');
      boxes.delete(physicalId);
    },
  };
  const engine = testEngine(state);
  const open = () => new Deployer({ engine, types: new Map([['Test::Box', box]]), call: async () => ({}) });
  const deploy = (template: Partial<Template>, stackName = 'S', parameters = {}) =>
    open().deploy({
      stackName,
      template: { Resources: {}, ...template },
      parameters,
      assets: new Map(),
      onEvent: (event) => void events.push(event),
    });
  return { boxes, events, faults, open, deploy };
}

const box = (properties: Properties, more: Partial<TemplateResource> = {}): TemplateResource => ({
  Type: 'Test::Box',
  Properties: properties,
  ...more,
});

let state: State;
beforeEach(() => void (state = temporaryState()));
afterEach(() => state.close());

test('resources are made after those they refer to, and outputs give their attributes', async () => {
  const { boxes, events, deploy } = boxWorld(state);

  const { outputs, status } = await deploy({
    Resources: {
      Second: box({ Name: 'second', Friend: { 'Fn::Sub': '${First.Arn}!' } }),
      First: box({ Name: 'first' }),
      Third: box({ Name: 'third' }, { DependsOn: ['Second'] }),
    },
    Outputs: { Friend: { Value: { 'Fn::Join': ['/', [{ Ref: 'First' }, { 'Fn::GetAtt': ['Second', 'Arn'] }]] } } },
  });

  expect([...boxes.keys()]).toEqual(['first', 'second', 'third']);
  expect(boxes.get('second')).toEqual({ Name: 'second', Friend: 'arn:first!' });
  expect(outputs).toEqual([{ key: 'Friend', value: 'first/arn:second' }]);
  expect(status).toBe('CREATE_COMPLETE');
  expect(events.map(({ logicalId, status: each }) => `${logicalId} ${each}`).slice(0, 2)).toEqual([
    'First CREATE_IN_PROGRESS',
    'First CREATE_COMPLETE',
  ]);
});

test('everything unsupported is named before anything is made', async () => {
  const { boxes, deploy } = boxWorld(state);
  const template = { Resources: { A: box({ Name: 'a', Lid: true }), B: { Type: 'Test::Crate' } } };

  await expect(deploy(template)).rejects.toMatchObject({
    code: 'NotImplemented',
    message: expect.stringMatching(/A \(Test::Box\): property Lid; B: resource type Test::Crate/u),
  });
  expect(boxes.size).toBe(0);
});

test('an unchanged stack touches nothing; a changed property changes in place; a fixed one replaces', async () => {
  const { boxes, events, deploy } = boxWorld(state);
  const template = (content: string, shape: string) => ({ Resources: { A: box({ Content: content, Shape: shape }) } });
  await deploy(template('x', 'round'));
  const [name] = [...boxes.keys()];
  events.length = 0;

  await deploy(template('x', 'round'));
  expect(events).toEqual([]);

  await deploy(template('y', 'round'));
  expect([...boxes]).toEqual([[name, { Content: 'y', Shape: 'round' }]]);

  await deploy(template('y', 'square'));
  expect([...boxes.values()]).toEqual([{ Content: 'y', Shape: 'square' }]);
  expect([...boxes.keys()]).not.toEqual([name]);
});

test('a failed creation takes back what it made and says which resource failed and why', async () => {
  const { boxes, faults, open, deploy } = boxWorld(state);
  faults.onCreate = 'bad';

  await expect(
    deploy({ Resources: { A: box({ Name: 'a' }), B: box({ Content: 'bad' }, { DependsOn: 'A' }) } }),
  ).rejects.toThrow('B (Test::Box): no bad today');
  expect(boxes.size).toBe(0);
  expect(open().stack('S')).toMatchObject({ status: 'ROLLBACK_COMPLETE', resources: {} });
});

test('a failed update puts back what it had changed and keeps what it would have deleted', async () => {
  const { boxes, faults, open, deploy } = boxWorld(state);
  const before = { A: box({ Name: 'a', Content: '1' }), B: box({ Name: 'b', Content: '1' }), C: box({ Name: 'c' }) };
  await deploy({ Resources: before });
  faults.onUpdate = '2b';

  const after = { A: box({ Name: 'a', Content: '2a' }), B: box({ Name: 'b', Content: '2b' }), D: box({ Name: 'd' }) };
  await expect(deploy({ Resources: after })).rejects.toThrow('B (Test::Box): cannot change');

  expect([...boxes]).toEqual([
    ['a', { Name: 'a', Content: '1' }],
    ['b', { Name: 'b', Content: '1' }],
    ['c', { Name: 'c' }],
  ]);
  expect(open().stack('S')).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE' });
});

test('what leaves the template is deleted, unless its policy retains it', async () => {
  const { boxes, deploy } = boxWorld(state);
  await deploy({
    Resources: { A: box({ Name: 'a' }), B: box({ Name: 'b' }, { DeletionPolicy: 'Retain' }), C: box({ Name: 'c' }) },
  });

  await deploy({ Resources: { C: box({ Name: 'c' }) } });

  expect([...boxes.keys()]).toEqual(['b', 'c']);
});

test('a creation cut off by a kill is taken up by the next deployment', async () => {
  const { boxes, open, deploy } = boxWorld(state);
  await deploy({ Resources: { A: box({ Name: 'a', Content: 'old' }) } });
  // As the state folder looks when the process ends between making `b` and recording that it is made.
  const documents = state.documents<{ resources: Record<string, object> }>('stacks');
  const stack = documents.get('S');
  const b = {
    logicalId: 'B',
    type: 'Test::Box',
    physicalId: '',
    attributes: {},
    properties: { Name: 'b' },
    status: 'CREATE_IN_PROGRESS',
    updatedAtMs: 0,
    isRetained: false,
    generation: 0,
  };
  documents.put('S', { ...stack, resources: { ...stack?.resources, B: b } });
  boxes.set('b', { Name: 'b' });

  await deploy({ Resources: { A: box({ Name: 'a', Content: 'old' }), B: box({ Name: 'b', Content: 'new' }) } });

  expect(boxes.get('b')).toEqual({ Name: 'b', Content: 'new' });
  expect(open().stack('S')?.resources['B']).toMatchObject({ status: 'CREATE_COMPLETE', physicalId: 'b' });
});

test('exports cross stacks, and stay while they are read', async () => {
  const { boxes, open, deploy } = boxWorld(state);
  const exporter = (value: string) => ({ Outputs: { Out: { Value: value, Export: { Name: 'shared' } } } });
  await deploy(exporter('one'), 'Exporter');
  await deploy({ Resources: { A: box({ Name: 'a', Friend: { 'Fn::ImportValue': 'shared' } }) } }, 'Importer');

  expect(boxes.get('a')).toEqual({ Name: 'a', Friend: 'one' });
  await expect(deploy(exporter('two'), 'Exporter')).rejects.toThrow(
    'Export shared cannot be updated as it is in use by Importer',
  );
  await expect(open().delete('Exporter', () => undefined)).rejects.toThrow(
    'cannot be deleted as it is in use by Importer',
  );
  await expect(deploy(exporter('x'), 'Other')).rejects.toThrow(
    'Export with name shared is already exported by stack Exporter',
  );

  for (const stackName of ['Other', 'Importer']) await open().delete(stackName, () => undefined);
  await open().delete('Exporter', () => undefined);
  expect([boxes.size, open().stacks()]).toEqual([0, []]);
});

test('parameters are checked against their constraints and conditions choose resources', async () => {
  const { boxes, deploy } = boxWorld(state);
  const template = {
    Parameters: {
      Stage: { Type: 'String', Default: 'dev', AllowedValues: ['dev', 'prod'] },
      Size: { Type: 'Number', Default: 1, MaxValue: 3 },
    },
    Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: {
      A: box({ Name: 'a', Content: { Ref: 'Size' }, Friend: { 'Fn::If': ['IsProd', 'big', { Ref: 'AWS::NoValue' }] } }),
      B: box({ Name: 'b' }, { Condition: 'IsProd' }),
    },
  };

  await deploy(template);
  expect([...boxes]).toEqual([['a', { Name: 'a', Content: '1' }]]);
  await deploy(template, 'S', { Stage: 'prod' });
  expect([...boxes.keys()]).toEqual(['a', 'b']);

  await expect(deploy(template, 'S', { Stage: 'test' })).rejects.toThrow(
    "Parameter 'Stage' must be one of AllowedValues [dev, prod], got 'test'",
  );
  await expect(deploy(template, 'S', { Size: '4' })).rejects.toThrow(
    "Parameter 'Size' must be a number not greater than 3, got '4'",
  );
  await expect(deploy(template, 'S', { Colour: 'red' })).rejects.toThrow(
    'Parameters: [Colour] do not exist in the template',
  );
});

test('a resource with a name of its own cannot be replaced, since the new one needs the name first', async () => {
  const { deploy } = boxWorld(state);
  await deploy({ Resources: { A: box({ Name: 'a', Shape: 'round' }) } });
  await expect(deploy({ Resources: { A: box({ Name: 'a', Shape: 'square' }) } })).rejects.toThrow(
    'A (Test::Box): a exists',
  );
});

test('a circle of dependencies is shown', async () => {
  const { deploy } = boxWorld(state);
  const circle = { Resources: { A: box({ Friend: { Ref: 'B' } }), B: box({ Friend: { Ref: 'A' } }) } };
  await expect(deploy(circle)).rejects.toThrow('Circular dependency between resources: A → B → A');
});

test('stacks are there again after a restart', async () => {
  const { deploy } = boxWorld(state);
  await deploy({ Resources: { A: box({ Name: 'a' }) } });

  const again = openState(state.folder);
  expect(boxWorld(again).open().stack('S')).toMatchObject({ status: 'CREATE_COMPLETE' });
  again.close();
});
