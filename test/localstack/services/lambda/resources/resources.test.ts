/** Lambda's resource types, as a template's deployer uses them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { Properties, ResourceScope, ResourceType } from '../../../../../localstack/engine/service.ts';
import { LambdaWorld, role, zip } from '../support/lambda-world.ts';
import { settle } from '../support/turns.ts';

let world: LambdaWorld;
let assets: string;
beforeEach(() => {
  world = new LambdaWorld();
  assets = mkdtempSync(join(tmpdir(), 'assets-'));
});
afterEach(async () => {
  await world.close();
  rmSync(assets, { recursive: true, force: true });
});

const scope = (logicalId: string): ResourceScope => ({
  stackName: 'Stack',
  logicalId,
  accountId: '000000000000',
  region: 'us-east-1',
  generateName: (lengthMax) => `Stack-${logicalId}-ABC123`.slice(0, lengthMax),
  call: async () => ({}),
  assetPath: (bucket, key) => (bucket === 'local' ? join(assets, key) : undefined),
});

function type(name: string): ResourceType {
  const found = world.service.resources?.[name];
  if (!found) throw new Error(`no resource type ${name}`);
  return found;
}

const functionProperties = (more: Properties = {}): Properties => ({
  Code: { S3Bucket: 'local', S3Key: 'index' },
  Handler: 'index.handler',
  Role: role,
  Runtime: 'nodejs24.x',
  ...more,
});

/** Publishes this module text as the folder that CDK bundles. */
function writeAsset(source: string): void {
  mkdirSync(join(assets, 'index'), { recursive: true });
  writeFileSync(join(assets, 'index', 'index.mjs'), source);
}

test('a function is made from an asset, changed in place, and deleted', async () => {
  const functions = type('AWS::Lambda::Function');
  writeAsset('export const handler = async () => process.env.WORD;');
  const before = functionProperties({
    FunctionName: 'work',
    Timeout: '7', // Text, as parameters give numbers.
    Environment: { Variables: { WORD: 1500 } },
    Tags: [{ Key: 'team', Value: 'songs' }],
  });

  expect(await functions.create(before, scope('Work'))).toEqual({
    physicalId: 'work',
    attributes: { Arn: 'arn:aws:lambda:us-east-1:000000000000:function:work' },
  });
  expect((await world.invoke()).payload).toBe('1500');

  writeAsset('export const handler = async () => [process.env.WORD];');
  const after = functionProperties({ FunctionName: 'work', Environment: { Variables: { WORD: 'new' } } });
  expect(await functions.update('work', after, before, scope('Work'))).toMatchObject({ physicalId: 'work' });
  expect((await world.invoke()).payload).toEqual(['new']);

  await functions.delete('work', after, scope('Work'));
  await functions.delete('work', after, scope('Work'));
  await expect(world.invoke()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('an update that changes nothing leaves warm environments alone', async () => {
  const functions = type('AWS::Lambda::Function');
  writeAsset('export const handler = async () => process.pid;');
  const properties = functionProperties({ FunctionName: 'work' });
  await functions.create(properties, scope('Work'));
  const { payload: pid } = await world.invoke();

  await functions.update('work', properties, properties, scope('Work'));

  expect((await world.invoke()).payload).toBe(pid);
});

test('a function without a name gets one, and a new name is a replacement', async () => {
  const functions = type('AWS::Lambda::Function');
  writeAsset('export const handler = async () => 1;');
  const { physicalId } = await functions.create(functionProperties(), scope('Work'));

  expect(physicalId).toBe('Stack-Work-ABC123');
  const renamed = functionProperties({ FunctionName: 'other' });
  expect(await functions.update(physicalId, renamed, functionProperties(), scope('Work'))).toBe('replace');
});

test('an asset may be an archive, or lie in a bucket', async () => {
  writeFileSync(join(assets, 'archive'), zip({ 'index.mjs': "export const handler = async () => 'archive';" }));
  const functions = type('AWS::Lambda::Function');

  const Code = { S3Bucket: 'local', S3Key: 'archive' };
  await functions.create(functionProperties({ FunctionName: 'work', Code }), scope('Work'));
  const elsewhere = { S3Bucket: 'assets', S3Key: 'package.zip' };
  await functions.create(functionProperties({ FunctionName: 'other', Code: elsewhere }), scope('Other'));

  expect((await world.invoke()).payload).toBe('archive');
  expect((await world.invoke({}, { FunctionName: 'other' })).payload).toBe('package.zip');
});

test('code may stand in the template', async () => {
  const Code = { ZipFile: "exports.handler = async () => 'inline';" };

  await type('AWS::Lambda::Function').create(functionProperties({ FunctionName: 'work', Code }), scope('Work'));

  expect((await world.invoke()).payload).toBe('inline');
});

test('a property that is not supported is refused by name, at any depth', async () => {
  const functions = type('AWS::Lambda::Function');

  expect(functions.properties).not.toContain('VpcConfig');
  await expect(
    functions.create(functionProperties({ LoggingConfig: { Colour: 'red' } }), scope('Work')),
  ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('LoggingConfig.Colour') });
});

test('a mapping changes in place and keeps its checkpoint; another source is a replacement', async () => {
  await world.create("export const handler = async ({ Records }) => console.log('got ' + Records.length);");
  const mappings = type('AWS::Lambda::EventSourceMapping');
  const before = {
    FunctionName: 'work',
    EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/listens',
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: '1000',
    BisectBatchOnFunctionError: true,
    MaximumBatchingWindowInSeconds: 0,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' } },
  };
  const hasRun = world.logs.next('REPORT');
  const { physicalId, attributes } = await mappings.create(before, scope('Mapping'));
  world.stream.put(['a']);
  await hasRun;
  await settle();

  const after = { ...before, BatchSize: 10, BisectBatchOnFunctionError: 'false' };
  expect(await mappings.update(physicalId, after, before, scope('Mapping'))).toEqual({ physicalId, attributes });
  await settle();
  expect(world.logs.text.match(/got 1/gu)).toHaveLength(1);

  const moved = { ...after, EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/other' };
  expect(await mappings.update(physicalId, moved, after, scope('Mapping'))).toBe('replace');
  await mappings.delete(physicalId, after, scope('Mapping'));
  await mappings.delete(physicalId, after, scope('Mapping'));
});

test('permissions and asynchronous settings belong to their function, and go with it', async () => {
  await world.create('export const handler = async () => 1;');
  const permissions = type('AWS::Lambda::Permission');
  const settings = type('AWS::Lambda::EventInvokeConfig');
  const permission = {
    FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:work',
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
    SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/every-minute',
  };
  const setting = { FunctionName: 'work', Qualifier: '$LATEST', MaximumRetryAttempts: 0 };

  const made = await permissions.create(permission, scope('Permission'));
  const set = await settings.create(setting, scope('Setting'));
  expect(await permissions.update(made.physicalId, permission, permission, scope('Permission'))).toBe('replace');
  const changed = { ...setting, MaximumRetryAttempts: 1 };
  expect(await settings.update(set.physicalId, changed, setting, scope('Setting'))).toEqual(set);
  await type('AWS::Lambda::Function').delete('work', {}, scope('Work'));
  await permissions.delete(made.physicalId, permission, scope('Permission'));
  await settings.delete(set.physicalId, changed, scope('Setting'));

  expect(made.physicalId).toBe('Stack-Permission-ABC123');
});

test('a version is published for each change, and an alias is moved to it', async () => {
  const [functions, versions, aliases] = ['Function', 'Version', 'Alias'].map((name) => type(`AWS::Lambda::${name}`));
  const work = functionProperties({ FunctionName: 'work' });
  writeAsset("export const handler = async () => 'first';");
  await functions?.create(work, scope('Work'));
  const first = await versions?.create({ FunctionName: 'work' }, scope('Version1'));
  const arn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
  expect(first).toEqual({ physicalId: `${arn}:1`, attributes: { Version: '1', FunctionArn: `${arn}:1` } });
  const before = { FunctionName: 'work', FunctionVersion: first?.attributes['Version'], Name: 'live' };
  expect(await aliases?.create(before, scope('Live'))).toEqual({
    physicalId: `${arn}:live`,
    attributes: { AliasArn: `${arn}:live` },
  });
  await expect(versions?.create({ FunctionName: 'work' }, scope('Version2'))).rejects.toThrow(
    'A version for this Lambda function exists ( 1 )',
  );

  writeAsset("export const handler = async () => 'second';");
  await functions?.update('work', work, work, scope('Work'));
  const second = await versions?.create({ FunctionName: 'work' }, scope('Version2'));
  const after = { ...before, FunctionVersion: second?.attributes['Version'] };
  await aliases?.update(`${arn}:live`, after, before, scope('Live'));
  await versions?.delete(`${arn}:1`, { FunctionName: 'work' }, scope('Version1'));

  expect((await world.invoke({}, { Qualifier: 'live' })).payload).toBe('second');
  expect(await aliases?.update(`${arn}:live`, { ...after, Name: 'other' }, after, scope('Live'))).toBe('replace');
  await aliases?.delete(`${arn}:live`, after, scope('Live'));
  await expect(world.invoke({}, { Qualifier: 'live' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await functions?.delete('work', work, scope('Work'));
  await versions?.delete(`${arn}:2`, { FunctionName: 'work' }, scope('Version2'));
});
