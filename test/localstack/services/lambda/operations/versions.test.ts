/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html and configuration-aliases.html */
import {
  AddPermissionCommand,
  CreateAliasCommand,
  CreateEventSourceMappingCommand,
  DeleteAliasCommand,
  DeleteFunctionCommand,
  GetAliasCommand,
  GetFunctionCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { openState, temporaryState } from '../../../../../localstack/engine/state.ts';
import { LambdaWorld, zip } from '../support/lambda-world.ts';

let world: LambdaWorld;
const FunctionName = 'work';
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const tells = (text: string): string =>
  `export const handler = async (event, { functionVersion, invokedFunctionArn }) => ({ text: '${text}', functionVersion, invokedFunctionArn });`;

beforeEach(async () => {
  world = new LambdaWorld();
  await world.create(tells('first'));
});
afterEach(() => world.close());

const publish = (Description?: string) => world.client.send(new PublishVersionCommand({ FunctionName, Description }));
const changeCode = (text: string, Publish = false) =>
  world.client.send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zip({ 'index.mjs': tells(text) }), Publish }),
  );
const alias = (Name: string, FunctionVersion: string) =>
  world.client.send(new CreateAliasCommand({ FunctionName, Name, FunctionVersion }));

describe('a version', () => {
  test('keeps code and configuration while the function goes on', async () => {
    const version = await publish('The first.');
    expect(version).toMatchObject({ Version: '1', FunctionArn: `${arn}:1`, Description: 'The first.' });
    await changeCode('second');

    expect((await world.invoke({}, { Qualifier: '1' })).payload).toEqual({
      text: 'first',
      functionVersion: '1',
      invokedFunctionArn: `${arn}:1`,
    });
    expect((await world.invoke({}, { FunctionName: `${arn}:1` })).payload['text']).toBe('first');
    expect((await world.invoke()).payload).toMatchObject({ text: 'second', functionVersion: '$LATEST' });
    expect(world.logs.lines.some(({ stream }) => stream.includes('[1]'))).toBe(true);
  });

  test('is not published twice when nothing has changed', async () => {
    expect((await publish()).Version).toBe('1');
    expect((await publish('Other words.')).Version).toBe('1');
    expect((await changeCode('second', true)).Version).toBe('2');
  });

  test('is not published of other code than the caller has seen', async () => {
    const stale = new PublishVersionCommand({ FunctionName, CodeSha256: 'other' });
    await expect(world.client.send(stale)).rejects.toThrow('is different from current CodeSHA256');
    const late = new PublishVersionCommand({ FunctionName, RevisionId: 'other' });
    await expect(world.client.send(late)).rejects.toMatchObject({ name: 'PreconditionFailedException' });
  });

  test('has a number that is never used again', async () => {
    await publish();
    await world.client.send(new DeleteFunctionCommand({ FunctionName, Qualifier: '1' }));
    await expect(world.invoke({}, { Qualifier: '1' })).rejects.toThrow(`Function not found: ${arn}:1`);

    expect((await publish()).Version).toBe('2');
    const { Versions } = await world.client.send(new ListVersionsByFunctionCommand({ FunctionName }));
    expect(Versions?.map(({ Version, FunctionArn }) => [Version, FunctionArn])).toEqual([
      ['$LATEST', `${arn}:$LATEST`],
      ['2', `${arn}:2`],
    ]);
  });

  test('is there after a restart, with its code', async () => {
    const { folder } = temporaryState();
    const first = new LambdaWorld({ state: openState(folder) });
    await first.create(tells('first'), { Publish: true });
    await first.stop();

    const second = new LambdaWorld({ state: openState(folder) });
    expect((await second.invoke({}, { Qualifier: '1' })).payload['text']).toBe('first');
    await second.close();
  });
});

describe('an alias', () => {
  test('leads to the version that it points at, and to another one when it is moved', async () => {
    await publish();
    await changeCode('second', true);
    await alias('live', '1');
    expect((await world.invoke({}, { Qualifier: 'live' })).payload).toEqual({
      text: 'first',
      functionVersion: '1',
      invokedFunctionArn: `${arn}:live`,
    });

    await world.client.send(new UpdateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '2' }));

    expect((await world.invoke({}, { FunctionName: `${FunctionName}:live` })).payload['text']).toBe('second');
    const { Configuration } = await world.client.send(new GetFunctionCommand({ FunctionName, Qualifier: 'live' }));
    expect(Configuration).toMatchObject({ Version: '2', FunctionArn: `${arn}:live` });
  });

  test('is shown, listed and deleted', async () => {
    await publish();
    await alias('live', '1');
    await alias('next', '$LATEST');
    await expect(alias('live', '1')).rejects.toMatchObject({ name: 'ResourceConflictException' });
    await expect(alias('lost', '7')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });

    const shown = await world.client.send(new GetAliasCommand({ FunctionName, Name: 'live' }));
    expect(shown).toMatchObject({ AliasArn: `${arn}:live`, Name: 'live', FunctionVersion: '1', Description: '' });
    const { Aliases } = await world.client.send(new ListAliasesCommand({ FunctionName, FunctionVersion: '1' }));
    expect(Aliases?.map(({ Name }) => Name)).toEqual(['live']);
    const pinned = new DeleteFunctionCommand({ FunctionName, Qualifier: '1' });
    await expect(world.client.send(pinned)).rejects.toThrow('the following aliases reference it: [live]');

    await world.client.send(new DeleteAliasCommand({ FunctionName, Name: 'live' }));
    await expect(world.client.send(new GetAliasCommand({ FunctionName, Name: 'live' }))).rejects.toThrow(
      `Cannot find alias arn: ${arn}:live`,
    );
  });

  test('has permissions and asynchronous settings of its own', async () => {
    await publish();
    await alias('live', '1');
    const Qualifier = 'live';
    const permission = {
      StatementId: 'gateway',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    };
    await world.client.send(new AddPermissionCommand({ FunctionName, Qualifier, ...permission }));
    const { Policy } = await world.client.send(new GetPolicyCommand({ FunctionName, Qualifier }));
    expect(JSON.parse(Policy ?? '')).toMatchObject({ Statement: [{ Resource: `${arn}:live` }] });
    await expect(world.client.send(new GetPolicyCommand({ FunctionName }))).rejects.toThrow('does not exist');

    const put = new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier, MaximumRetryAttempts: 0 });
    expect(await world.client.send(put)).toMatchObject({ FunctionArn: `${arn}:live`, MaximumRetryAttempts: 0 });
    await expect(world.client.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))).rejects.toThrow(
      "doesn't have an EventInvokeConfig",
    );
  });

  test('is what an asynchronous event and a mapping run', async () => {
    await publish();
    await alias('live', '1');
    await changeCode('second');
    const hasRun = world.logs.next('REPORT');
    await world.invoke({}, { Qualifier: 'live', InvocationType: 'Event' });
    await hasRun;
    const hasRunAgain = world.logs.next('REPORT');
    const EventSourceArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/listens';
    const mapping = await world.client.send(
      new CreateEventSourceMappingCommand({
        FunctionName: `${arn}:live`,
        EventSourceArn,
        StartingPosition: 'TRIM_HORIZON',
      }),
    );
    world.stream.put(['a']);
    await hasRunAgain;

    expect(mapping.FunctionArn).toBe(`${arn}:live`);
    expect(world.logs.lines.every(({ stream }) => stream.includes('[1]'))).toBe(true);
  });
});
