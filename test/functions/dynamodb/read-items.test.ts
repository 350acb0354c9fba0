import { expect, test } from '@jest/globals';

import { readItems } from '../../../functions/dynamodb/adapters/read-items.ts';
import { dynamodbWire } from '../../support/dynamodb-wire.ts';

const keys = ['a', 'b', 'c'].map((id) => ({ id: { S: id } }));

test('keys that the table had no capacity for are asked for again, and only those', async () => {
  const pausesMs: number[] = [];
  const answers = [
    { Responses: { songs: [{ id: { S: 'a' } }] }, UnprocessedKeys: { songs: { Keys: keys.slice(1) } } },
    { Responses: { songs: [{ id: { S: 'b' } }, { id: { S: 'c' } }] }, UnprocessedKeys: {} },
  ];
  const wire = dynamodbWire(() => ({ body: answers.shift() ?? {} }));
  const pause = async (durationMs: number) => void pausesMs.push(durationMs);

  const items = await readItems(wire.dynamodb, 'songs', keys, { chance: () => 0.5, pause });

  expect(items.map(({ id }) => id?.S)).toEqual(['a', 'b', 'c']);
  expect(wire.requests).toEqual([
    { operation: 'BatchGetItem', input: { RequestItems: { songs: { Keys: keys } } } },
    { operation: 'BatchGetItem', input: { RequestItems: { songs: { Keys: keys.slice(1) } } } },
  ]);
  expect(pausesMs).toEqual([12]);
});

test('a table that never has the capacity is a fault that says how many keys are left', async () => {
  const pausesMs: number[] = [];
  const wire = dynamodbWire(() => ({ body: { Responses: {}, UnprocessedKeys: { songs: { Keys: keys } } } }));
  const pause = async (durationMs: number) => void pausesMs.push(durationMs);

  await expect(readItems(wire.dynamodb, 'songs', keys, { chance: () => 0.9999, pause })).rejects.toThrow(
    '3 of 3 keys of songs were not read in 6 tries',
  );
  expect(pausesMs).toEqual([24, 49, 99, 199, 399]);
});
