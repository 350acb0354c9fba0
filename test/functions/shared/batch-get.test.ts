import { expect, test } from '@jest/globals';

import { pauseBeforeRetryMs } from '../../../functions/shared/backoff.ts';
import { batchGet } from '../../../functions/shared/batch-get.ts';
import { awsWire } from '../../support/aws-wire.ts';

const keys = ['a', 'b', 'c'].map((id) => ({ id: { S: id } }));

test('keys that the table had no capacity for are asked for again, and only those', async () => {
  const pausesMs: number[] = [];
  const answers = [
    { Responses: { songs: [{ id: { S: 'a' } }] }, UnprocessedKeys: { songs: { Keys: keys.slice(1) } } },
    { Responses: { songs: [{ id: { S: 'b' } }, { id: { S: 'c' } }] }, UnprocessedKeys: {} },
  ];
  const wire = awsWire(() => ({ body: answers.shift() ?? {} }));

  const items = await batchGet(
    wire.dynamo,
    'songs',
    { Keys: keys },
    {
      chance: () => 0.5,
      pause: async (durationMs) => {
        pausesMs.push(durationMs);
      },
    },
  );

  expect(items.map(({ id }) => id?.S)).toEqual(['a', 'b', 'c']);
  expect(wire.requests.map(({ input }) => input['RequestItems'])).toEqual([
    { songs: { Keys: keys } },
    { songs: { Keys: keys.slice(1) } },
  ]);
  expect(pausesMs).toEqual([12]);
});

test('a table that never has the capacity is a fault that says how many keys are left', async () => {
  const wire = awsWire(() => ({ body: { Responses: {}, UnprocessedKeys: { songs: { Keys: keys } } } }));
  const patience = { chance: () => 0, pause: async () => {} };

  await expect(batchGet(wire.dynamo, 'songs', { Keys: keys }, patience)).rejects.toThrow(
    '3 of 3 keys of songs were not read in 6 tries',
  );
});

test('pauses double up to their bound and are spread over all of it', () => {
  const backoff = { attemptsMax: 9, baseMs: 100, pauseMsMax: 1_000 };
  const longest = [1, 2, 3, 4, 5].map((retry) => pauseBeforeRetryMs(backoff, retry, 0.9999));
  expect(longest).toEqual([99, 199, 399, 799, 999]);
  expect(pauseBeforeRetryMs(backoff, 5, 0)).toBe(0);
});
