import { describe, expect, test } from '@jest/globals';

import { allPages, play, playsTable, songIndex, type World, world, worldWithPlays } from '../world.ts';

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

describe('a global index', () => {
  const bySong = {
    TableName,
    IndexName: 'bySong',
    KeyConditionExpression: 'song = :song',
    ExpressionAttributeValues: { ':song': { S: 'one' } },
  };
  const song = (name: string) => ({ song: { S: name } });

  test('holds the items that have its key, in the order of its sort key, ties in a stable order', async () => {
    const made = await worldWithPlays(songIndex());
    await put(made, play('zoe', 2, song('one')), play('ann', 2, song('one')), play('bob', 1, song('one')));
    await put(made, play('eve', 1), play('dan', 1, song('two')));

    const all = (await made.send('Query', bySong)).Items;
    expect(playedOf(all)).toEqual(['1', '2', '2']);
    expect((await allPages(made, 'Query', { ...bySong, Limit: 1 })).items).toEqual(all);
    expect((await allPages(made, 'Query', { ...bySong, Limit: 1, ScanIndexForward: false })).items).toEqual(
      [...(all ?? [])].reverse(),
    );
  });

  test('follows the item when its index key changes or goes', async () => {
    const made = await worldWithPlays(songIndex());
    const count = async () => (await made.send('Query', bySong)).Count;
    await put(made, play('ann', 1, song('one')));
    expect(await count()).toBe(1);
    await put(made, play('ann', 1, song('two')));
    expect(await count()).toBe(0);
    await put(made, play('ann', 1, song('one')));
    await made.send('UpdateItem', { TableName, Key: play('ann', 1), UpdateExpression: 'REMOVE song' });
    expect(await count()).toBe(0);
    await put(made, play('ann', 1, song('one')));
    await made.send('DeleteItem', { TableName, Key: play('ann', 1) });
    expect(await count()).toBe(0);
  });

  test.each([
    [{ ProjectionType: 'KEYS_ONLY' }, play('ann', 1, song('one'))],
    [{ ProjectionType: 'INCLUDE', NonKeyAttributes: ['a'] }, play('ann', 1, { ...song('one'), a: { S: 'x' } })],
    [{ ProjectionType: 'ALL' }, play('ann', 1, { ...song('one'), a: { S: 'x' }, b: { S: 'y' } })],
  ])('with %j shows %j', async (projection, shown) => {
    const made = await worldWithPlays(songIndex(projection));
    await put(made, play('ann', 1, { ...song('one'), a: { S: 'x' }, b: { S: 'y' } }));
    expect((await made.send('Query', bySong)).Items).toEqual([shown]);
  });

  test.each([
    [{ ConsistentRead: true }, 'Consistent reads are not supported on global secondary indexes'],
    [
      { Select: 'ALL_ATTRIBUTES' },
      'One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index bySong because its projection type is not ALL',
    ],
    [
      { ProjectionExpression: 'a' },
      'One or more parameter values were invalid: Global secondary index bySong does not project [a]',
    ],
    [{ IndexName: 'other' }, 'The table does not have the specified index: other'],
  ])('refuses %j', async (members, message) => {
    const made = await worldWithPlays(songIndex({ ProjectionType: 'KEYS_ONLY' }));
    await expect(made.send('Query', { ...bySong, ...members })).rejects.toThrow(message);
  });

  test('is charged for what it projects', async () => {
    const made = await worldWithPlays(songIndex({ ProjectionType: 'KEYS_ONLY' }));
    await put(made, play('ann', 1, { ...song('one'), text: { S: 'x'.repeat(50_000) } }));
    const { ConsumedCapacity } = await made.send('Query', { ...bySong, ReturnConsumedCapacity: 'INDEXES' });
    expect(ConsumedCapacity).toEqual({
      TableName,
      CapacityUnits: 0.5,
      Table: { CapacityUnits: 0 },
      GlobalSecondaryIndexes: { bySong: { CapacityUnits: 0.5 } },
    });
  });
});

test('a local index orders a partition by another attribute, reads consistently and fetches what it does not hold', async () => {
  const made = world();
  const index = {
    IndexName: 'byLength',
    KeySchema: [
      { AttributeName: 'listener', KeyType: 'HASH' },
      { AttributeName: 'seconds', KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
  const AttributeDefinitions = [{ AttributeName: 'seconds', AttributeType: 'N' }];
  await made.send('CreateTable', playsTable({ AttributeDefinitions, LocalSecondaryIndexes: [index] }));
  await put(
    made,
    play('ann', 1, { seconds: { N: '300' }, a: { S: 'x' } }),
    play('ann', 2, { seconds: { N: '20' } }),
    play('ann', 3),
  );

  const query = { ...ofAnn, IndexName: 'byLength', ConsistentRead: true, ReturnConsumedCapacity: 'INDEXES' };
  const held = await made.send('Query', query);
  expect(playedOf(held.Items)).toEqual(['2', '1']);
  expect(held.Items?.[1]).toEqual(play('ann', 1, { seconds: { N: '300' } }));
  const fetched = await made.send('Query', { ...query, Select: 'ALL_ATTRIBUTES' });
  expect(fetched.Items?.[1]).toEqual(play('ann', 1, { seconds: { N: '300' }, a: { S: 'x' } }));
  expect(fetched['ConsumedCapacity']).toEqual({
    TableName,
    CapacityUnits: 3,
    Table: { CapacityUnits: 2 },
    LocalSecondaryIndexes: { byLength: { CapacityUnits: 1 } },
  });
});
