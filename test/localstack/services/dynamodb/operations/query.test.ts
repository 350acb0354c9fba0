import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import { allPages, play, playsTable, type World, world, worldWithPlays } from '../world.ts';

const TableName = 'plays';
const ofAnn = {
  TableName,
  KeyConditionExpression: 'listener = :who',
  ExpressionAttributeValues: { ':who': { S: 'ann' } } as Record<string, unknown>,
};

async function put({ send }: World, ...items: object[]): Promise<void> {
  for (const Item of items) await send('PutItem', { TableName, Item });
}

const playedOf = (items: readonly object[] | undefined): string[] =>
  (items ?? []).map((item) => (item as { played: { N: string } }).played.N);

describe('the items of a partition', () => {
  test('come in the numerical order of the sort key, or in reverse', async () => {
    const made = await worldWithPlays();
    await put(made, ...[10, 9, -1, 100, 0.5, -20].map((at) => play('ann', at)), play('bob', 5), play('ann!', 6));

    expect(playedOf((await made.send('Query', ofAnn)).Items)).toEqual(['-20', '-1', '0.5', '9', '10', '100']);
    const reversed = await made.send('Query', { ...ofAnn, ScanIndexForward: false });
    expect(playedOf(reversed.Items)).toEqual(['100', '10', '9', '0.5', '-1', '-20']);
  });

  test.each([
    ['=', ['3']],
    ['<', ['1', '2']],
    ['<=', ['1', '2', '3']],
    ['>', ['4', '5']],
    ['>=', ['3', '4', '5']],
  ])('may be those whose sort key is %s 3', async (comparator, expected) => {
    const made = await worldWithPlays();
    await put(made, ...[1, 2, 3, 4, 5].map((at) => play('ann', at)));
    const { Items } = await made.send('Query', {
      TableName,
      KeyConditionExpression: `listener = :who AND played ${comparator} :at`,
      ExpressionAttributeValues: { ':who': { S: 'ann' }, ':at': { N: '3' } },
    });
    expect(playedOf(Items)).toEqual(expected);
  });

  test('may be those between two sort keys, both included', async () => {
    const made = await worldWithPlays();
    await put(made, ...[1, 2, 3, 4, 5].map((at) => play('ann', at)));
    const { Items } = await made.send('Query', {
      TableName,
      KeyConditionExpression: 'listener = :who AND played BETWEEN :low AND :high',
      ExpressionAttributeValues: { ':who': { S: 'ann' }, ':low': { N: '2' }, ':high': { N: '4' } },
    });
    expect(playedOf(Items)).toEqual(['2', '3', '4']);
  });
});

describe('strings and binary as sort keys', () => {
  const tableOf = (type: string) => ({
    ...playsTable(),
    AttributeDefinitions: [
      { AttributeName: 'listener', AttributeType: 'S' },
      { AttributeName: 'played', AttributeType: type },
    ],
  });

  test('begins_with finds exactly the strings that begin so, in UTF-8 order', async () => {
    const { send } = world();
    await send('CreateTable', tableOf('S'));
    for (const text of ['a', 'ab', 'abc', 'b', 'a\u{1F600}', 'aÿ', 'A']) {
      await send('PutItem', { TableName, Item: { listener: { S: 'ann' }, played: { S: text } } });
    }
    const { Items } = await send('Query', {
      TableName,
      KeyConditionExpression: 'listener = :who AND begins_with(played, :a)',
      ExpressionAttributeValues: { ':who': { S: 'ann' }, ':a': { S: 'a' } },
    });
    expect(Items?.map((item) => (item['played'] as { S: string }).S)).toEqual(['a', 'ab', 'abc', 'aÿ', 'a\u{1F600}']);
  });

  test('binary sorts by unsigned bytes', async () => {
    const { send } = world();
    await send('CreateTable', tableOf('B'));
    const bytes = [[0x80], [0x7f], [0], [0, 1], [0xff, 0xff]].map((each) => Buffer.from(each).toString('base64'));
    for (const each of bytes)
      await send('PutItem', { TableName, Item: { listener: { S: 'ann' }, played: { B: each } } });
    const { Items } = await send('Query', ofAnn);
    expect(Items?.map((item) => Buffer.from((item['played'] as { B: string }).B, 'base64').toString('hex'))).toEqual([
      '00',
      '0001',
      '7f',
      '80',
      'ffff',
    ]);
  });
});

describe('a page', () => {
  test('with a limit names its last key, and the pages together are the partition, in either direction', async () => {
    const made = await worldWithPlays();
    await put(made, ...Array.from({ length: 23 }, (_, at) => play('ann', at)), play('bob', 1));
    const whole = playedOf((await made.send('Query', ofAnn)).Items);

    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), fc.boolean(), async (Limit, ScanIndexForward) => {
        const { items } = await allPages(made, 'Query', { ...ofAnn, Limit, ScanIndexForward });
        expect(playedOf(items)).toEqual(ScanIndexForward ? whole : [...whole].reverse());
      }),
      { numRuns: 20 },
    );
  });

  test('that ends exactly at its limit still names a last key', async () => {
    const made = await worldWithPlays();
    await put(made, play('ann', 1), play('ann', 2));
    const first = await made.send('Query', { ...ofAnn, Limit: 2 });
    expect(first.LastEvaluatedKey).toEqual(play('ann', 2));
    const second = await made.send('Query', { ...ofAnn, Limit: 2, ExclusiveStartKey: first.LastEvaluatedKey });
    expect(second).toEqual({ Items: [], Count: 0, ScannedCount: 0 });
  });

  test('ends at 1 MB', async () => {
    const made = await worldWithPlays();
    await put(made, ...Array.from({ length: 8 }, (_, at) => play('ann', at, { text: { S: 'x'.repeat(300_000) } })));
    const first = await made.send('Query', { ...ofAnn, ReturnConsumedCapacity: 'TOTAL' });
    expect(first.Count).toBe(4);
    expect(first['ConsumedCapacity']).toEqual({ TableName, CapacityUnits: 146.5 });
    const { items, pageCount } = await allPages(made, 'Query', ofAnn);
    expect([items.length, pageCount]).toEqual([8, 2]);
  });

  test('is filtered after its limit, so it may be empty and not the last', async () => {
    const made = await worldWithPlays();
    await put(made, play('ann', 1), play('ann', 2), play('ann', 3, { liked: { BOOL: true } }));
    const filtered = { ...ofAnn, FilterExpression: 'attribute_exists(liked)', Limit: 2 };
    expect(await made.send('Query', filtered)).toEqual({
      Items: [],
      Count: 0,
      ScannedCount: 2,
      LastEvaluatedKey: play('ann', 2),
    });
    expect((await allPages(made, 'Query', filtered)).items).toHaveLength(1);
  });

  test('may be only a count', async () => {
    const made = await worldWithPlays();
    await put(made, play('ann', 1), play('ann', 2));
    expect(await made.send('Query', { ...ofAnn, Select: 'COUNT' })).toEqual({ Count: 2, ScannedCount: 2 });
  });

  test('may begin after a key that is gone', async () => {
    const made = await worldWithPlays();
    await put(made, play('ann', 1), play('ann', 3));
    const { Items } = await made.send('Query', { ...ofAnn, ExclusiveStartKey: play('ann', 2) });
    expect(playedOf(Items)).toEqual(['3']);
  });

  test.each([
    [play('bob', 1), 'The provided starting key is outside query boundaries based on provided conditions'],
    [
      { listener: { S: 'ann' } },
      'The provided starting key is invalid: The provided key element does not match the schema',
    ],
  ])('does not begin after %j', async (ExclusiveStartKey, message) => {
    const made = await worldWithPlays();
    await expect(made.send('Query', { ...ofAnn, ExclusiveStartKey })).rejects.toThrow(message);
  });
});

describe('a query is refused', () => {
  test.each([
    [
      { KeyConditionExpression: undefined, ExpressionAttributeValues: undefined },
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    ],
    [
      { FilterExpression: 'played > :who' },
      'Filter Expression can only contain non-primary key attributes: Primary key attribute: played',
    ],
    [
      { ExpressionAttributeValues: { ':who': { N: '1' } } },
      'One or more parameter values were invalid: Condition parameter type does not match schema type',
    ],
    [
      { Limit: 0 },
      "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      { Select: 'SPECIFIC_ATTRIBUTES' },
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    ],
    [
      { Select: 'ALL_PROJECTED_ATTRIBUTES' },
      'One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName',
    ],
  ])('with %j', async (members, message) => {
    const { send } = await worldWithPlays();
    await expect(send('Query', JSON.parse(JSON.stringify({ ...ofAnn, ...members })) as never)).rejects.toThrow(message);
  });

  test.each(['KeyConditions', 'QueryFilter', 'AttributesToGet', 'ConditionalOperator'])(
    'with the legacy parameter %s, by name',
    async (name) => {
      const { send } = await worldWithPlays();
      await expect(send('Query', { ...ofAnn, [name]: {} })).rejects.toMatchObject({
        code: 'NotImplemented',
        message: expect.stringContaining(name),
      });
    },
  );
});
