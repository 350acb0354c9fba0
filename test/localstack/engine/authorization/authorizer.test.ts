import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { GetRecordsCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { roleSession } from '../../../../localstack/engine/authorization/principal.ts';
import { accountId, allow, IamWorld, roleArn } from './support/iam-world.ts';

let world: IamWorld;
beforeEach(() => {
  world = new IamWorld();
});
afterEach(() => world.close());

const table = `arn:aws:dynamodb:us-east-1:${accountId}:table/songs`;
const queueArn = `arn:aws:sqs:us-east-1:${accountId}:jobs`;
const me = `arn:aws:sts::${accountId}:assumed-role/worker/me`;
const key = { id: { S: '1' } };

async function makeTable(): Promise<void> {
  await world.call('dynamodb', 'CreateTable', {
    TableName: 'songs',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
}

describe('a role session', () => {
  test('may do what the role’s policies allow, from the next request on', async () => {
    await makeTable();
    await world.makeRole();
    const client = new DynamoDBClient(world.asRole());
    const read = () => client.send(new GetItemCommand({ TableName: 'songs', Key: key }));

    await expect(read()).rejects.toThrow('not authorized');
    await world.allow(allow('dynamodb:GetItem', table));
    await expect(read()).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
    await world.allow();
    await expect(read()).rejects.toThrow('not authorized');
  });

  test('reads AWS’s sentence when it may not', async () => {
    await makeTable();
    await world.makeRole();
    const client = new DynamoDBClient(world.asRole());

    await expect(client.send(new GetItemCommand({ TableName: 'songs', Key: key }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: ${me} is not authorized to perform: dynamodb:GetItem on resource: ${table} because no identity-based policy allows the dynamodb:GetItem action`,
      $metadata: { httpStatusCode: 400 },
    });
    expect(world.events.join()).toContain('"event":"access-denied"');
  });

  test('has to be allowed on every table of a batch', async () => {
    await world.makeRole(allow('dynamodb:BatchWriteItem', table));
    const put = [{ PutRequest: { Item: key } }];
    const client = new DynamoDBClient(world.asRole());

    await expect(client.send(new BatchWriteItemCommand({ RequestItems: { songs: put, users: put } }))).rejects.toThrow(
      'dynamodb:BatchWriteItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table/users',
    );
  });

  test('that is refused does nothing', async () => {
    await makeTable();
    await world.makeRole();
    const client = new DynamoDBClient(world.asRole());
    const write = new BatchWriteItemCommand({ RequestItems: { songs: [{ PutRequest: { Item: key } }] } });

    await expect(client.send(write)).rejects.toThrow('not authorized');
    expect(await world.call('dynamodb', 'GetItem', { TableName: 'songs', Key: key })).toEqual({});
  });

  test('of a role that is gone may do nothing', async () => {
    await expect(new DynamoDBClient(world.asRole()).send(new ListTablesCommand({}))).rejects.toThrow('not authorized');
    expect(world.events.join()).toContain('"event":"iam-role-missing"');
  });

  test('is limited by the role’s boundary and by its own policies', async () => {
    const boundary = JSON.stringify({ Version: '2012-10-17', Statement: [allow('sqs:*')] });
    const { Policy } = await world.call('iam', 'CreatePolicy', { PolicyName: 'limit', PolicyDocument: boundary });
    const PermissionsBoundary = (Policy as { Arn: string }).Arn;
    const AssumeRolePolicyDocument = '{"Statement":[]}';
    await world.call('iam', 'CreateRole', { RoleName: 'worker', AssumeRolePolicyDocument, PermissionsBoundary });
    await world.allow(allow(['dynamodb:*', 'sqs:*']));

    await expect(new DynamoDBClient(world.asRole()).send(new ListTablesCommand({}))).rejects.toThrow(
      'because no permissions boundary allows the dynamodb:ListTables action',
    );
    const narrowed = roleSession(roleArn, 'me', { sessionPolicies: ['{"Statement":[]}'] });
    await world.call('sqs', 'CreateQueue', { QueueName: 'jobs' });
    const send = new SendMessageCommand({ QueueUrl: `http://127.0.0.1:4566/${accountId}/jobs`, MessageBody: 'x' });
    await expect(new SQSClient(world.asRole(narrowed)).send(send)).rejects.toThrow('no session policy allows');
    await expect(new SQSClient(world.asRole()).send(send)).resolves.toBeDefined();
  });

  test('may ask who it is without any permission', async () => {
    await world.makeRole();
    const identity = await new STSClient(world.asRole()).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: accountId, Arn: me, UserId: expect.stringMatching(/^AROA\w+:me$/u) });
  });
});

describe('a refusal has the code and the status of its service:', () => {
  const QueueUrl = `http://127.0.0.1:4566/${accountId}/jobs`;
  const clients = {
    'dynamodb AccessDeniedException 400': () => new DynamoDBClient(world.asRole()).send(new ListTablesCommand({})),
    'sqs AccessDenied 403': () =>
      new SQSClient(world.asRole()).send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' })),
    's3 AccessDenied 403': () => new S3Client(world.asRole()).send(new GetObjectCommand({ Bucket: 'crate', Key: 'a' })),
    'iam AccessDenied 403': () => new IAMClient(world.asRole()).send(new ListRolesCommand({})),
  };

  test.each(Object.entries(clients))('%s', async (name, send) => {
    await world.makeRole();
    await world.call('sqs', 'CreateQueue', { QueueName: 'jobs' });
    await world.call('s3', 'CreateBucket', { Bucket: 'crate' });
    const [, code, status] = name.split(' ');
    const fault = await send().catch((caught: unknown) => caught);
    expect(fault).toMatchObject({ name: code, $metadata: { httpStatusCode: Number(status) } });
  });
});

describe('the policies of resources', () => {
  test('a queue that denies insecure transport takes what comes over loopback', async () => {
    await world.makeRole(allow('sqs:SendMessage', queueArn));
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sqs:*',
          Resource: queueArn,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    });
    await world.call('sqs', 'CreateQueue', { QueueName: 'jobs', Attributes: { Policy } });
    const send = new SendMessageCommand({ QueueUrl: `http://127.0.0.1:4566/${accountId}/jobs`, MessageBody: 'x' });

    await expect(new SQSClient(world.asRole()).send(send)).resolves.toBeDefined();
  });

  test('a key opens to whom its policy lets the account allow, with the context that the policy wants', async () => {
    const { KeyMetadata } = await world.call('kms', 'CreateKey', {});
    const { Arn: KeyId } = KeyMetadata as { Arn: string };
    const Condition = { StringEquals: { 'kms:EncryptionContext:user': 'ada' } };
    await world.makeRole(allow(['kms:Encrypt', 'kms:Decrypt'], KeyId, { Condition }));
    const client = new KMSClient(world.asRole());
    const Plaintext = Buffer.from('secret');
    const encrypt = (user: string) =>
      client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext: { user } }));

    const { CiphertextBlob } = await encrypt('ada');
    const decrypt = new DecryptCommand({ CiphertextBlob, EncryptionContext: { user: 'ada' } });
    expect(Buffer.from((await client.send(decrypt)).Plaintext ?? []).toString()).toBe('secret');
    await expect(encrypt('bob')).rejects.toThrow(`kms:Encrypt on resource: ${KeyId} because no identity-based policy`);
    await world.call('kms', 'PutKeyPolicy', { KeyId, Policy: '{"Version":"2012-10-17","Statement":[]}' });
    await expect(client.send(decrypt)).rejects.toThrow(
      'because no resource-based policy allows the kms:Decrypt action',
    );
  });

  test('a bucket may let a role in by itself', async () => {
    await world.makeRole();
    const Resource = 'arn:aws:s3:::crate/*';
    const Policy = JSON.stringify({ Statement: [allow('s3:GetObject', Resource, { Principal: { AWS: roleArn } })] });
    await world.call('s3', 'CreateBucket', { Bucket: 'crate' });
    await world.call('s3', 'PutBucketPolicy', { Bucket: 'crate', Policy });
    const client = new S3Client({ ...world.asRole(), forcePathStyle: true });

    await expect(client.send(new GetObjectCommand({ Bucket: 'crate', Key: 'a' }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  test('a shard iterator says which stream is read', async () => {
    await world.makeRole(allow('kinesis:GetRecords', `arn:aws:kinesis:us-east-1:${accountId}:stream/plays`));
    const client = new KinesisClient({ ...world.asRole() });
    for (const StreamName of ['plays', 'others']) {
      await world.call('kinesis', 'CreateStream', { StreamName, ShardCount: 1 });
    }
    const iterator = async (StreamName: string) => {
      const ShardId = 'shardId-000000000000';
      const start = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
      return (await world.call('kinesis', 'GetShardIterator', start))['ShardIterator'] as string;
    };

    const own = new GetRecordsCommand({ ShardIterator: await iterator('plays') });
    await expect(client.send(own)).resolves.toMatchObject({ Records: [] });
    const foreign = new GetRecordsCommand({ ShardIterator: await iterator('others') });
    await expect(client.send(foreign)).rejects.toThrow('stream/others');
  });
});

describe('AssumeRole', () => {
  const assume = (more: object = {}) =>
    new STSClient(world.asOperator).send(
      new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'visitor', DurationSeconds: 900, ...more }),
    );
  const credentialsOf = async (more: object = {}) => {
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = (await assume(more)).Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  };

  test('gives keys that are the role’s, as long as they last', async () => {
    await world.makeRole(allow('dynamodb:ListTables'));
    const client = new DynamoDBClient({ ...world.asOperator, credentials: await credentialsOf() });

    await expect(client.send(new ListTablesCommand({}))).resolves.toMatchObject({ TableNames: [] });
    await world.engine.clock.advance(900_000);
    await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: 'ExpiredTokenException' });
  });

  test('narrows the session by the policy that it is given', async () => {
    await world.makeRole(allow('*'));
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow('sqs:*')] });
    const client = new DynamoDBClient({ ...world.asOperator, credentials: await credentialsOf({ Policy }) });

    await expect(client.send(new ListTablesCommand({}))).rejects.toThrow(
      'because no session policy allows the dynamodb:ListTables action',
    );
  });

  test('is refused to a session that the role’s own policy does not let in', async () => {
    await world.makeRole(allow('sts:AssumeRole'));
    const RoleArn = `arn:aws:iam::${accountId}:role/admin`;
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
    });
    await world.call('iam', 'CreateRole', { RoleName: 'admin', AssumeRolePolicyDocument: document });
    const client = new STSClient(world.asRole());

    await expect(client.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'me' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${me} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn} because no resource-based policy allows the sts:AssumeRole action`,
    });
  });
});

test('the operator may do everything', async () => {
  await makeTable();
  const client = new DynamoDBClient(world.asOperator);
  await expect(client.send(new GetItemCommand({ TableName: 'songs', Key: key }))).resolves.toBeDefined();
});

test('what was used, what was not and what was denied is told for each role', async () => {
  await makeTable();
  await world.makeRole(allow(['dynamodb:Get*', 'dynamodb:PutItem'], table));
  const client = new DynamoDBClient(world.asRole());
  const read = () => client.send(new GetItemCommand({ TableName: 'songs', Key: key }));
  await read();
  await read();
  await expect(client.send(new ListTablesCommand({}))).rejects.toThrow('not authorized');
  await world.call('iam', 'TagRole', { RoleName: 'worker', Tags: [] });

  expect(world.authorizer.usage()).toEqual([
    {
      role: roleArn,
      used: [{ policy: 'may', action: 'dynamodb:Get*', resource: table, uses: 2, actions: ['dynamodb:GetItem'] }],
      unused: [{ policy: 'may', action: 'dynamodb:PutItem', resource: table, uses: 0 }],
      denied: [
        {
          action: 'dynamodb:ListTables',
          resource: '*',
          reason: 'because no identity-based policy allows the dynamodb:ListTables action',
          count: 1,
        },
      ],
    },
  ]);
});

test('a managed policy that nobody knows grants nothing, and the log says so', async () => {
  await world.makeRole();
  const PolicyArn = 'arn:aws:iam::aws:policy/AmazonBraketFullAccess';
  await world.call('iam', 'AttachRolePolicy', { RoleName: 'worker', PolicyArn });

  await expect(new DynamoDBClient(world.asRole()).send(new ListTablesCommand({}))).rejects.toThrow('not authorized');
  expect(world.events.join()).toContain('"event":"iam-not-implemented"');
});
