import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  ListVersionsByFunctionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { LambdaWorld, role, zip } from '../support/lambda-world.ts';

let world: LambdaWorld;
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
beforeAll(async () => {
  world = new LambdaWorld();
  await world.create('export const handler = async () => 1;', { Tags: { team: 'songs' }, Description: 'Works.' });
});
afterAll(() => world.close());

describe('CreateFunction', () => {
  test('shows the function with AWS’s defaults', async () => {
    const { $metadata, ...configuration } = await world.client.send(
      new GetFunctionConfigurationCommand({ FunctionName: 'work' }),
    );

    expect($metadata.httpStatusCode).toBe(200);
    expect(configuration).toEqual({
      FunctionName: 'work',
      FunctionArn: arn,
      Runtime: 'nodejs24.x',
      Role: role,
      Handler: 'index.handler',
      CodeSize: expect.any(Number),
      CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/u),
      Description: 'Works.',
      Timeout: 3,
      MemorySize: 128,
      LastModified: '2026-11-20T12:00:00.000+0000',
      Version: '$LATEST',
      TracingConfig: { Mode: 'PassThrough' },
      RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      State: 'Active',
      LastUpdateStatus: 'Successful',
      PackageType: 'Zip',
      Architectures: ['x86_64'],
      EphemeralStorage: { Size: 512 },
      SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
      LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/work' },
    });
  });

  test('takes code from a bucket', async () => {
    await world.create('', { FunctionName: 'from-bucket', Code: { S3Bucket: 'assets', S3Key: 'package.zip' } });

    expect((await world.invoke({}, { FunctionName: 'from-bucket' })).payload).toBe('package.zip');
  });

  test.each([
    ['a name that is taken', {}, 'ResourceConflictException', 'Function already exist: work'],
    [
      'an object that is not there',
      { FunctionName: 'other', Code: { S3Bucket: 'b', S3Key: 'k' } },
      'InvalidParameterValueException',
      'NoSuchKey',
    ],
    [
      'what is no archive',
      { FunctionName: 'other', Code: { ZipFile: Buffer.from('no zip') } },
      'InvalidParameterValueException',
      'Could not unzip uploaded file',
    ],
    [
      'a path out of the archive',
      { FunctionName: 'other', Code: { ZipFile: zip({ '../x.mjs': '' }) } },
      'InvalidParameterValueException',
      'outside',
    ],
    [
      'another language',
      { FunctionName: 'other', Runtime: 'python3.13' as const },
      'NotImplemented',
      "runtime 'python3.13'",
    ],
    ['layers', { FunctionName: 'other', Layers: ['layer'] }, 'NotImplemented', 'lambda.CreateFunction.Layers'],
    [
      'a timeout of more than 15 minutes',
      { FunctionName: 'other', Timeout: 901 },
      'ValidationException',
      "at 'timeout' failed to satisfy constraint",
    ],
    [
      'reserved variables',
      { FunctionName: 'other', Environment: { Variables: { AWS_REGION: 'x' } } },
      'InvalidParameterValueException',
      'Reserved keys used in this request: AWS_REGION',
    ],
  ])('refuses %s', async (_, input, name, message) => {
    await expect(world.create('export const handler = 1;', input)).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });
});

describe('GetFunction', () => {
  test.each(['work', arn, `${arn}:$LATEST`, '000000000000:function:work', 'function:work'])(
    'finds a function by %s',
    async (FunctionName) => {
      const { Configuration, Tags, Code } = await world.client.send(new GetFunctionCommand({ FunctionName }));

      expect(Configuration?.FunctionArn).toBe(arn);
      expect(Tags).toEqual({ team: 'songs' });
      expect(Code?.Location).toMatch(/^file:/u);
    },
  );

  test('says what it has not found', async () => {
    await expect(world.client.send(new GetFunctionCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('ListFunctions', () => {
  test('shows page after page', async () => {
    await world.create('', { FunctionName: 'another' });

    const first = await world.client.send(new ListFunctionsCommand({ MaxItems: 1 }));
    const second = await world.client.send(new ListFunctionsCommand({ MaxItems: 1, Marker: first.NextMarker }));

    expect(first.Functions?.[0]?.FunctionName).toBe('another');
    expect(second.Functions?.[0]?.FunctionName).toBe('from-bucket');
  });
});

describe('UpdateFunctionCode', () => {
  test('changes hash and revision; a dry run changes nothing', async () => {
    const get = () => world.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'work' }));
    const before = await get();
    const ZipFile = zip({ 'index.mjs': 'export const handler = async () => 2;' });

    const dry = await world.client.send(new UpdateFunctionCodeCommand({ FunctionName: 'work', ZipFile, DryRun: true }));
    expect(dry.CodeSha256).not.toBe(before.CodeSha256);
    expect((await get()).CodeSha256).toBe(before.CodeSha256);

    await world.client.send(new UpdateFunctionCodeCommand({ FunctionName: 'work', ZipFile }));
    expect((await get()).RevisionId).not.toBe(before.RevisionId);
    expect((await get()).CodeSha256).toBe(dry.CodeSha256);
  });

  test('refuses an old revision', async () => {
    const input = { FunctionName: 'work', RevisionId: 'old', ZipFile: zip({ 'index.mjs': '' }) };

    await expect(world.client.send(new UpdateFunctionCodeCommand(input))).rejects.toMatchObject({
      name: 'PreconditionFailedException',
    });
  });
});

test('UpdateFunctionConfiguration changes what is given and leaves the rest', async () => {
  await world.client.send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: 'work',
      Timeout: 30,
      MemorySize: 512,
      Environment: { Variables: { TABLE: '1' } },
      DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' },
      LoggingConfig: { LogGroup: '/own/group' },
    }),
  );
  await world.client.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'work', Timeout: 31 }));

  expect(await world.client.send(new GetFunctionConfigurationCommand({ FunctionName: 'work' }))).toMatchObject({
    Timeout: 31,
    MemorySize: 512,
    Description: 'Works.',
    Environment: { Variables: { TABLE: '1' } },
    DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' },
    LoggingConfig: { LogGroup: '/own/group' },
  });
});

test('ListVersionsByFunction shows $LATEST', async () => {
  const { Versions } = await world.client.send(new ListVersionsByFunctionCommand({ FunctionName: 'work' }));

  expect(Versions).toMatchObject([{ Version: '$LATEST', FunctionArn: `${arn}:$LATEST` }]);
});

test('GetAccountSettings counts functions', async () => {
  const { AccountLimit, AccountUsage } = await world.client.send(new GetAccountSettingsCommand({}));

  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 100, UnreservedConcurrentExecutions: 100 });
  expect(AccountUsage?.FunctionCount).toBe(3);
});

test('a name that no function can have is a validation error', async () => {
  const wrong = new CreateFunctionCommand({
    FunctionName: 'no spaces',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: role,
    Code: { ZipFile: zip({ 'index.mjs': '' }) },
  });

  await expect(world.client.send(wrong)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('DeleteFunction forgets the function', async () => {
  await world.client.send(new DeleteFunctionCommand({ FunctionName: 'another' }));

  await expect(world.client.send(new GetFunctionCommand({ FunctionName: 'another' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
