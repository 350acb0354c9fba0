/** The write path's operations as the local cloud's DynamoDB takes them. */
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { Dynamodb } from '../../../functions/dynamodb/adapters/dynamodb.ts';
import { batchGetItem, batchWriteItem, updateItem } from '../../../functions/dynamodb/adapters/operations.ts';
import { createDynamodb } from '../../../localstack/services/dynamodb/index.ts';
import { inProcessDynamodb } from '../../support/dynamodb-wire.ts';
import { inProcess, testEngine } from '../../support/in-process.ts';

let dynamodb: Dynamodb;
let close: () => void;

beforeEach(async () => {
  const engine = testEngine();
  const wire = inProcess([createDynamodb(engine)]);
  dynamodb = inProcessDynamodb(wire);
  close = () => engine.state.close();
  await new DynamoDBClient(wire.clientOptions).send(
    new CreateTableCommand({
      TableName: 'songs',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
});

afterEach(() => close());

const itemsOf = async (ids: readonly string[]) => {
  const { items, unprocessed } = await batchGetItem(dynamodb, {
    songs: { Keys: ids.map((id) => ({ id: { S: id } })) },
  });
  expect(unprocessed).toEqual({});
  return items['songs'];
};

test('items that are put are there to be read', async () => {
  const items = [
    { id: { S: 'a' }, title: { S: 'Größe' } },
    { id: { S: 'b' }, plays: { N: '3' } },
  ];
  const puts = items.map((Item) => ({ PutRequest: { Item } }));
  expect(await batchWriteItem(dynamodb, { songs: puts })).toEqual({});
  expect(await itemsOf(['b', 'a', 'c'])).toEqual(expect.arrayContaining(items));
  expect(await itemsOf(['c'])).toEqual([]);
});

test('an update adds to a set, twice the same as once', async () => {
  const update = (elements: readonly string[]) =>
    updateItem(dynamodb, {
      TableName: 'songs',
      Key: { id: { S: 'a' } },
      UpdateExpression: 'ADD e :elements',
      ExpressionAttributeValues: { ':elements': { BS: elements } },
    });
  for (const elements of [['AAA='], ['AAA=', 'AAE='], ['AAE=']]) await update(elements);
  const [item] = (await itemsOf(['a'])) ?? [];
  expect([...(item?.['e']?.BS ?? [])].sort()).toEqual(['AAA=', 'AAE=']);
});

test('a condition that fails is told from other refusals, and comes with the item', async () => {
  const offer = (condition: string) =>
    updateItem(dynamodb, {
      TableName: 'songs',
      Key: { id: { S: 'a' } },
      UpdateExpression: 'SET title = :title',
      ConditionExpression: condition,
      ExpressionAttributeValues: { ':title': { S: 'Harbour Lights' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  await offer('attribute_not_exists(id)');
  await expect(offer('attribute_not_exists(id)')).rejects.toMatchObject({
    name: 'ConditionalCheckFailedException',
    status: 400,
    answer: { Item: { id: { S: 'a' }, title: { S: 'Harbour Lights' } } },
  });
  await expect(offer('what(')).rejects.toMatchObject({ name: 'ValidationException', status: 400 });
});
