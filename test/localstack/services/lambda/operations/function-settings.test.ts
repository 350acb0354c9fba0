/** What hangs on a function beside its configuration: concurrency, asynchronous settings, policy, tags. */
import {
  AddPermissionCommand,
  DeleteFunctionConcurrencyCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { LambdaWorld } from '../support/lambda-world.ts';

let world: LambdaWorld;
const FunctionName = 'work';
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
beforeAll(async () => {
  world = new LambdaWorld();
  await world.create('export const handler = async () => 1;');
});
afterAll(() => world.close());

test('concurrency is reserved, shown and given back', async () => {
  await world.client.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 7 }));
  const get = () => world.client.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  expect((await get()).ReservedConcurrentExecutions).toBe(7);

  await world.client.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  expect((await get()).ReservedConcurrentExecutions).toBeUndefined();
});

test('no more concurrency can be reserved than there is', async () => {
  const tooMuch = new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 101 });

  await expect(world.client.send(tooMuch)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});

test('asynchronous settings are put, changed, shown and deleted', async () => {
  const get = () => world.client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
  await expect(get()).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: `The function ${arn}:$LATEST doesn't have an EventInvokeConfig`,
  });

  const OnFailure = { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' };
  await world.client.send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure },
    }),
  );
  await world.client.send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 3600 }));
  expect(await get()).toMatchObject({
    FunctionArn: `${arn}:$LATEST`,
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 3600,
    DestinationConfig: { OnSuccess: {}, OnFailure },
    LastModified: new Date(world.clock.nowMs()),
  });

  await world.client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }));
  expect((await get()).MaximumEventAgeInSeconds).toBeUndefined();

  await world.client.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName }));
  await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a destination of another kind is refused by name', async () => {
  const OnFailure = { Destination: 'arn:aws:sns:us-east-1:000000000000:topic' };

  await expect(
    world.client.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig: { OnFailure } })),
  ).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining(':topic') });
});

test('permissions make up the policy', async () => {
  const permission = {
    FunctionName,
    StatementId: 'api',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/*',
  };
  const statement = {
    Sid: 'api',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: arn,
    Condition: { ArnLike: { 'AWS:SourceArn': permission.SourceArn } },
  };

  const { Statement } = await world.client.send(new AddPermissionCommand(permission));
  expect(JSON.parse(Statement ?? '')).toEqual(statement);
  await expect(world.client.send(new AddPermissionCommand(permission))).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message: expect.stringContaining('The statement id (api) provided already exists'),
  });

  const { Policy } = await world.client.send(new GetPolicyCommand({ FunctionName }));
  expect(JSON.parse(Policy ?? '')).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] });

  await world.client.send(new RemovePermissionCommand({ FunctionName, StatementId: 'api' }));
  await expect(world.client.send(new GetPolicyCommand({ FunctionName }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await expect(
    world.client.send(new RemovePermissionCommand({ FunctionName, StatementId: 'api' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('tags are set, shown and removed', async () => {
  const list = async () => (await world.client.send(new ListTagsCommand({ Resource: arn }))).Tags;
  await world.client.send(new TagResourceCommand({ Resource: arn, Tags: { a: '1', b: '2', c: '3' } }));
  expect(await list()).toEqual({ a: '1', b: '2', c: '3' });

  await world.client.send(new UntagResourceCommand({ Resource: arn, TagKeys: ['a'] }));
  expect(await list()).toEqual({ b: '2', c: '3' });

  await world.client.send(new UntagResourceCommand({ Resource: arn, TagKeys: ['b', 'c'] }));
  expect(await list()).toEqual({});
});
