import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import type { Item } from '../../../../localstack/services/dynamodb/values/attribute-value.ts';
import { allPages, key, songIndex, type World, worldWithPlays } from './world.ts';

const TableName = 'plays';
const listeners = ['ann', 'bob'];
const songs = ['one', 'two'];

type Step =
  | { readonly kind: 'put'; readonly item: Item }
  | { readonly kind: 'delete' | 'heard' | 'forget'; readonly of: Item };

const of = fc.tuple(fc.constantFrom(...listeners), fc.integer({ min: -3, max: 3 })).map(([who, at]) => key(who, at));
const song = fc.option(fc.constantFrom(...songs), { nil: undefined });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(of, song)
    .map(([each, name]): Step => ({ kind: 'put', item: { ...each, ...(name ? { song: { S: name } } : {}) } })),
  fc.record({ kind: fc.constantFrom('delete', 'heard', 'forget'), of }),
);

async function take({ send }: World, each: Step): Promise<void> {
  if (each.kind === 'put') await send('PutItem', { TableName, Item: each.item });
  else if (each.kind === 'delete') await send('DeleteItem', { TableName, Key: each.of });
  else {
    const change =
      each.kind === 'heard'
        ? { UpdateExpression: 'ADD heard :one', ExpressionAttributeValues: { ':one': { N: '1' } } }
        : { UpdateExpression: 'REMOVE song' };
    await send('UpdateItem', { TableName, Key: each.of, ...change });
  }
}

/** The same step on a plain map. */
function model(items: Map<string, Item>, each: Step): void {
  const { listener, played } = each.kind === 'put' ? each.item : each.of;
  const id = JSON.stringify([listener, played]);
  if (each.kind === 'put') items.set(id, each.item);
  else if (each.kind === 'delete') items.delete(id);
  else {
    const { song: name, heard, ...rest } = items.get(id) ?? each.of;
    const count = Number((heard as { N: string } | undefined)?.N ?? 0) + (each.kind === 'heard' ? 1 : 0);
    const isKept = name && each.kind === 'heard';
    items.set(id, {
      ...rest,
      ...(isKept ? { song: name } : {}),
      ...(count > 0 ? { heard: { N: String(count) } } : {}),
    });
  }
}

const playedOf = (item: Item): number => Number((item['played'] as { N: string }).N);
const sorted = (items: readonly Item[]): string[] =>
  items.map((item) => JSON.stringify(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();

test('whatever is done to it, a table and its index hold what a plain map would', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const made = await worldWithPlays(songIndex());
      const expected = new Map<string, Item>();
      for (const each of steps) {
        await take(made, each);
        model(expected, each);
      }
      const all = [...expected.values()];

      expect(sorted((await made.send('Scan', { TableName })).Items ?? [])).toEqual(sorted(all));
      for (const [name, values, index] of [
        ['listener', listeners, {}],
        ['song', songs, { IndexName: 'bySong' }],
      ] as const) {
        for (const value of values) {
          const { items } = await allPages(made, 'Query', {
            TableName,
            ...index,
            KeyConditionExpression: `${name} = :value`,
            ExpressionAttributeValues: { ':value': { S: value } },
            Limit: 2,
          });
          const wanted = all.filter((item) => (item[name] as { S?: string } | undefined)?.S === value);
          expect(sorted(items)).toEqual(sorted(wanted));
          expect(items.map(playedOf)).toEqual(items.map(playedOf).sort((a, b) => a - b));
        }
      }
      const { Table } = await made.send('DescribeTable', { TableName });
      expect(Table).toMatchObject({ ItemCount: all.length });
    }),
    { numRuns: 40 },
  );
});
