import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import type { Item } from '../../../../../localstack/services/dynamodb/values/attribute-value.ts';
import { allPages, play, songIndex, type World, worldWithPlays } from '../world.ts';

const TableName = 'plays';

async function worldOf(count: number, attributes: (at: number) => object = () => ({})): Promise<World> {
  const made = await worldWithPlays(songIndex({ ProjectionType: 'KEYS_ONLY' }));
  for (let at = 0; at < count; at++) {
    await made.send('PutItem', { TableName, Item: play(`listener-${at % 17}`, at, attributes(at) as never) });
  }
  return made;
}

const texts = (items: readonly Item[]): string[] => items.map((item) => JSON.stringify(item)).sort();

test('the pages of a scan are the table, whatever the limit', async () => {
  const made = await worldOf(60);
  const whole = (await made.send('Scan', { TableName })).Items ?? [];
  expect(whole).toHaveLength(60);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), async (Limit) => {
      expect((await allPages(made, 'Scan', { TableName, Limit })).items).toEqual(whole);
    }),
    { numRuns: 15 },
  );
});

test('the segments of a parallel scan are the table, without overlap', async () => {
  const made = await worldOf(60);
  const whole = texts((await made.send('Scan', { TableName })).Items ?? []);
  for (const TotalSegments of [1, 2, 3, 7, 100]) {
    const segments = await Promise.all(
      Array.from({ length: TotalSegments }, (_, Segment) =>
        allPages(made, 'Scan', { TableName, Segment, TotalSegments, Limit: 4 }),
      ),
    );
    expect(texts(segments.flatMap(({ items }) => items))).toEqual(whole);
  }
});

test('a scan of an index sees the items that are in it', async () => {
  const made = await worldOf(20, (at) => (at % 4 === 0 ? { song: { S: `song-${at}` }, hidden: { S: 'x' } } : {}));
  const { items } = await allPages(made, 'Scan', { TableName, IndexName: 'bySong', Limit: 2 });
  expect(items).toHaveLength(5);
  expect(items.every((item) => !('hidden' in item))).toBe(true);
});

test('a filter counts what passes and what was looked at, and is paid for whole', async () => {
  const made = await worldOf(20, (at) => ({ text: { S: 'x'.repeat(1000) }, at_number: { N: String(at) } }));
  const answer = await made.send('Scan', {
    TableName,
    FilterExpression: 'at_number < :five',
    ExpressionAttributeValues: { ':five': { N: '5' } },
    ProjectionExpression: 'at_number',
    ReturnConsumedCapacity: 'TOTAL',
  });
  expect([answer.Count, answer.ScannedCount]).toEqual([5, 20]);
  expect(answer.Items?.every((item) => Object.keys(item).join() === 'at_number')).toBe(true);
  expect(answer['ConsumedCapacity']).toEqual({ TableName, CapacityUnits: 3 });
});

describe('a scan is refused', () => {
  test.each([
    [
      { Segment: 0 },
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    ],
    [
      { TotalSegments: 2 },
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    ],
    [
      { Segment: 2, TotalSegments: 2 },
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 2 is not less than TotalSegments: 2',
    ],
    [{ FilterExpression: 'a =' }, 'Invalid FilterExpression: Syntax error; token: "<EOF>", near: "="'],
  ])('with %j', async (members, message) => {
    const { send } = await worldOf(0);
    await expect(send('Scan', { TableName, ...members })).rejects.toThrow(message);
  });
});
