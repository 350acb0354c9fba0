import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  ResourceNotFoundException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { createDynamodb } from '../../../../localstack/services/dynamodb/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

const engine = testEngine();
const client = new DynamoDBClient(inProcess([createDynamodb(engine)]).clientOptions as never);
const TableName = 'plays';
const Key = { id: { S: 'ann' }, day: { S: '2026-11-20' } };

beforeAll(async () => {
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'day', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'day', AttributeType: 'S' },
      ],
    }),
  );
});

afterAll(() => engine.state.close());

test('the SDK’s waiter finds the new table', async () => {
  const { state } = await waitUntilTableExists({ client, maxWaitTime: 60 }, { TableName });
  expect(state).toBe('SUCCESS');
});

test('binary sets come back as the bytes that were sent', async () => {
  const element = Uint8Array.from({ length: 24 }, (_, index) => index * 10);
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: 'ADD e :e',
      ExpressionAttributeValues: { ':e': { BS: [element] } },
    }),
  );
  const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
  expect(Item?.['e']?.BS?.map((each) => [...each])).toEqual([[...element]]);
});

test('the SDK’s paginator walks a partition', async () => {
  const days = Array.from({ length: 20 }, (_, index) => `2026-10-${String(index + 1).padStart(2, '0')}`);
  const requests = days.map((day) => ({ PutRequest: { Item: { id: { S: 'bob' }, day: { S: day } } } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  const found: (string | undefined)[] = [];
  const query = { TableName, KeyConditionExpression: 'id = :id', ExpressionAttributeValues: { ':id': { S: 'bob' } } };
  for await (const { Items = [] } of paginateQuery({ client, pageSize: 3 }, query)) {
    found.push(...Items.map((item) => item['day']?.S));
  }
  expect(found).toEqual(days);
});

test('refusals are the SDK’s own exceptions, with their members', async () => {
  const put = { TableName, Item: { ...Key, a: { S: 'x' } } };
  const once = { ...put, ConditionExpression: 'attribute_not_exists(id)' };
  await client.send(new PutItemCommand(put));

  const failed = await client
    .send(new PutItemCommand({ ...once, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }))
    .catch((fault: unknown) => fault);
  expect(failed).toBeInstanceOf(ConditionalCheckFailedException);
  expect(failed).toMatchObject({ Item: put.Item });

  const cancelled = await client
    .send(new TransactWriteItemsCommand({ TransactItems: [{ Put: once }] }))
    .catch((fault: unknown) => fault);
  expect(cancelled).toBeInstanceOf(TransactionCanceledException);
  expect(cancelled).toMatchObject({ CancellationReasons: [{ Code: 'ConditionalCheckFailed' }] });

  const absent = await client.send(new GetItemCommand({ TableName: 'other', Key })).catch((fault: unknown) => fault);
  expect(absent).toBeInstanceOf(ResourceNotFoundException);
});

test('PartiQL is not implemented, and says so', async () => {
  await expect(client.send(new ExecuteStatementCommand({ Statement: 'SELECT 1' }))).rejects.toMatchObject({
    name: 'NotImplemented',
  });
});
