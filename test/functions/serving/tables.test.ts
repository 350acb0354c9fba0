import { describe, expect, test } from '@jest/globals';

import { aggregateReader } from '../../../functions/serving/adapters/aggregate-reader.ts';
import { songLabels } from '../../../functions/serving/adapters/song-labels.ts';
import { userDirectory } from '../../../functions/serving/adapters/user-directory.ts';
import { awsWire } from '../../support/aws-wire.ts';
import { testNowMs } from '../../support/listen-builders.ts';

describe('the aggregate reader', () => {
  const element = Buffer.alloc(24, 7).toString('base64');

  test('asks for one partition between two days and reads every page', async () => {
    const pages = [
      {
        Items: [{ day: { S: '2026-11-13' }, e: { BS: [element] }, expires_at: { N: '1' } }],
        LastEvaluatedKey: { user_id: { S: 'mara' }, day: { S: '2026-11-13' } },
      },
      { Items: [{ day: { S: '2026-11-14' }, e: { BS: [element] }, expires_at: { N: '2' } }] },
    ];
    const wire = awsWire(() => ({ body: pages.shift() ?? {} }));

    const aggregates = await aggregateReader(wire.dynamo, 'topk').read('mara', '2026-11-13', '2026-11-21');

    expect(aggregates).toEqual([
      { day: '2026-11-13', elements: [new Uint8Array(24).fill(7)], expiresAtSeconds: 1 },
      { day: '2026-11-14', elements: [new Uint8Array(24).fill(7)], expiresAtSeconds: 2 },
    ]);
    expect(wire.requests.map(({ operation }) => operation)).toEqual(['Query', 'Query']);
    expect(wire.requests[0]?.input).toEqual({
      TableName: 'topk',
      KeyConditionExpression: 'user_id = :user_id AND #day BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#day': 'day' },
      ExpressionAttributeValues: {
        ':user_id': { S: 'mara' },
        ':first': { S: '2026-11-13' },
        ':last': { S: '2026-11-21' },
      },
    });
  });
});

describe('the user directory', () => {
  const directory = (body: Record<string, unknown>) => userDirectory(awsWire(() => ({ body })).dynamo, 'users');

  test('gives a user’s zone', async () => {
    expect(await directory({ Item: { zone: { S: 'Asia/Kolkata' } } }).zoneOf('mara')).toBe('Asia/Kolkata');
  });

  test('gives nothing for somebody unknown', async () => {
    expect(await directory({}).zoneOf('nobody')).toBeUndefined();
  });

  test('throws for a user without a zone', async () => {
    await expect(directory({ Item: {} }).zoneOf('mara')).rejects.toThrow('user mara has no zone');
  });
});

test('labels are read without those that have expired or name nothing', async () => {
  const label = (id: string, expiresAtSeconds: number) => ({
    song_id: { S: id },
    title: { S: `Title ${id}` },
    artist: { S: 'Artist' },
    expires_at: { N: String(expiresAtSeconds) },
  });
  const items = [
    { ...label('a', testNowMs / 1000 + 1), album: { S: 'Album' } },
    label('b', testNowMs / 1000),
    { song_id: { S: 'c' }, expires_at: { N: '9999999999' } },
  ];
  const wire = awsWire(() => ({ body: { Responses: { songs: items }, UnprocessedKeys: {} } }));
  const patience = { pause: async () => {}, chance: () => 0, nowMs: () => testNowMs };

  const found = await songLabels(wire.dynamo, 'songs', patience).find(['a', 'b', 'c']);

  expect([...found]).toEqual([['a', { title: 'Title a', artist: 'Artist', album: 'Album' }]]);
  expect(wire.requests[0]?.operation).toBe('BatchGetItem');
});
