import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createKms } from '../../../../localstack/services/kms/index.ts';
import { createSsm } from '../../../../localstack/services/ssm/index.ts';
import { parameterResource } from '../../../../localstack/services/ssm/resources.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

let world: ReturnType<typeof ssmWorld>;
beforeEach(() => void (world = ssmWorld()));
afterEach(() => world.state.close());

function ssmWorld() {
  const state = temporaryState();
  const engine = testEngine(state);
  const { clientOptions, call } = inProcess([createSsm(engine, createKms(engine).vault)]);
  const client = new SSMClient(clientOptions);
  const put = (Name: string, Value: string, input: object = {}) =>
    client.send(new PutParameterCommand({ Name, Value, Type: 'String', ...input }));
  const get = async (Name: string, input: object = {}) =>
    (await client.send(new GetParameterCommand({ Name, ...input }))).Parameter;
  return { state, client, call, put, get };
}

test('a parameter has versions, and each can be read', async () => {
  await world.put('/app/size', '1');
  await world.put('/app/size', '2', { Overwrite: true });

  expect(await world.get('/app/size')).toMatchObject({
    Name: '/app/size',
    Value: '2',
    Version: 2,
    ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/app/size',
  });
  expect(await world.get('/app/size:1')).toMatchObject({ Value: '1', Selector: ':1' });
  expect(await world.get('arn:aws:ssm:us-east-1:000000000000:parameter/app/size')).toMatchObject({ Value: '2' });
});

test('without Overwrite a parameter that is there is not touched', async () => {
  await world.put('size', '1');

  await expect(world.put('size', '2')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  expect(await world.get('size')).toMatchObject({ Value: '1' });
});

test('a secure parameter is ciphertext until it is asked for in the clear', async () => {
  await world.put('secret', 'hush', { Type: 'SecureString' });

  expect((await world.get('secret'))?.Value).not.toContain('hush');
  expect(await world.get('secret', { WithDecryption: true })).toMatchObject({ Value: 'hush', Type: 'SecureString' });
});

test('an unknown parameter is not found', async () => {
  await expect(world.get('none')).rejects.toMatchObject({ name: 'ParameterNotFound' });
  await expect(world.client.send(new DeleteParameterCommand({ Name: 'none' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
});

test('several names are answered together, unknown ones as invalid', async () => {
  await world.put('a', '1');

  const found = await world.client.send(new GetParametersCommand({ Names: ['a', 'b'] }));
  const deleted = await world.client.send(new DeleteParametersCommand({ Names: ['a', 'b'] }));

  expect(found).toMatchObject({ Parameters: [{ Name: 'a' }], InvalidParameters: ['b'] });
  expect(deleted).toMatchObject({ DeletedParameters: ['a'], InvalidParameters: ['b'] });
});

test('a path gives its children, and all below it when asked', async () => {
  for (const name of ['/app/a', '/app/b/c', '/apple', '/app/d']) await world.put(name, 'x');
  const below = async (input: object = {}) =>
    (await world.client.send(new GetParametersByPathCommand({ Path: '/app', ...input }))).Parameters?.map(
      ({ Name }) => Name,
    );

  expect(await below()).toEqual(['/app/a', '/app/d']);
  expect(await below({ Recursive: true })).toEqual(['/app/a', '/app/b/c', '/app/d']);
  expect(await below({ MaxResults: 1 })).toEqual(['/app/a']);
});

test('parameters are described by filter, without their values', async () => {
  await world.put('/app/a', 'x', { Description: 'first' });
  await world.put('/other', 'y');

  const { Parameters } = await world.client.send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/app'] }] }),
  );

  expect(Parameters).toMatchObject([{ Name: '/app/a', Description: 'first', Tier: 'Standard', Version: 1 }]);
  expect(Parameters?.[0]).not.toHaveProperty('Value');
});

test('a value too long for its tier and one against its pattern are refused', async () => {
  await expect(world.put('long', 'x'.repeat(4097))).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(world.put('long', 'x'.repeat(4097), { Tier: 'Advanced' })).resolves.toMatchObject({ Tier: 'Advanced' });
  await expect(world.put('digits', 'x', { AllowedPattern: '^\\d+$' })).rejects.toMatchObject({
    name: 'ParameterPatternMismatchException',
  });
});

test('tags come, show and go', async () => {
  await world.put('a', '1', { Tags: [{ Key: 'team', Value: 'x' }] });
  const resource = { ResourceType: 'Parameter', ResourceId: 'a' } as const;

  await world.client.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'stage', Value: 'y' }] }));
  await world.client.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['team'] }));

  expect(await world.client.send(new ListTagsForResourceCommand(resource))).toMatchObject({
    TagList: [{ Key: 'stage', Value: 'y' }],
  });
});

test('a parameter of a template is made, changed in place and deleted', async () => {
  const scope = { generateName: () => 'stack-Parameter-1', call: world.call } as unknown as ResourceScope;
  const before = { Type: 'String', Value: '1', Tags: { team: 'x' } };

  const made = await parameterResource.create(before, scope);
  await parameterResource.update(made.physicalId, { Type: 'String', Value: '2' }, before, scope);

  expect(made).toEqual({ physicalId: 'stack-Parameter-1', attributes: { Type: 'String', Value: '1' } });
  expect(await world.get('stack-Parameter-1')).toMatchObject({ Value: '2', Version: 2 });
  await parameterResource.delete(made.physicalId, before, scope);
  await parameterResource.delete(made.physicalId, before, scope);
});
