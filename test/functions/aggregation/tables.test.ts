import { describe, expect, test } from '@jest/globals';

import { aggregateTable } from '../../../functions/aggregation/adapters/aggregate-table.ts';
import { songCatalogue } from '../../../functions/aggregation/adapters/song-catalogue.ts';
import type { WireAnswer } from '../../support/aws-wire.ts';
import { dynamodbWire } from '../../support/dynamodb-wire.ts';

describe('the aggregate table', () => {
  const addition = {
    userId: 'mara',
    day: '2026-11-20',
    elements: [new Uint8Array(24).fill(7)],
    expiresAtSeconds: 1_795_910_400,
  };
  const table = (answer: WireAnswer) => {
    const wire = dynamodbWire(() => answer);
    return { ...wire, table: aggregateTable(wire.dynamodb, 'topk') };
  };

  test('is asked for one unconditional union', async () => {
    const { table: aggregates, requests } = table({ body: {} });

    expect(await aggregates.add(addition)).toBe('added');

    expect(requests).toEqual([
      {
        operation: 'UpdateItem',
        input: {
          TableName: 'topk',
          Key: { user_id: { S: 'mara' }, day: { S: '2026-11-20' } },
          UpdateExpression: 'ADD e :elements SET expires_at = if_not_exists(expires_at, :expires_at)',
          ExpressionAttributeValues: {
            ':elements': { BS: [Buffer.alloc(24, 7).toString('base64')] },
            ':expires_at': { N: '1795910400' },
          },
        },
      },
    ]);
  });

  test('says full when the item would be too large', async () => {
    const message = 'Item size to update has exceeded the maximum allowed size';
    const { table: aggregates } = table({ status: 400, body: { __type: 'ValidationException', message } });
    expect(await aggregates.add(addition)).toBe('full');
  });

  test('throws whatever else is wrong', async () => {
    const { table: aggregates } = table({ status: 400, body: { __type: 'ValidationException', message: 'no such' } });
    await expect(aggregates.add(addition)).rejects.toThrow('no such');
  });
});

describe('the song catalogue', () => {
  const row = {
    songId: 'a'.repeat(24),
    label: { title: 'Harbour Lights', artist: 'The Tidewaters', album: 'North Quay' },
    labelRank: '1-0038-ab',
    expiresAtSeconds: 1_797_811_200,
  };
  const item = {
    song_id: { S: row.songId },
    title: { S: 'Harbour' },
    artist: { S: 'The Tidewaters' },
    isrc: { S: 'DEA442600017' },
    label_rank: { S: '1-0021-cd' },
    expires_at: { N: '1797811200' },
  };
  const catalogue = (answer: WireAnswer) => {
    const wire = dynamodbWire(() => answer);
    return { ...wire, songs: songCatalogue(wire.dynamodb, 'songs', { chance: () => 0, pause: async () => {} }) };
  };

  test('finds rows by their ids', async () => {
    const { songs, requests } = catalogue({ body: { Responses: { songs: [item] }, UnprocessedKeys: {} } });

    const found = await songs.find([row.songId, 'b'.repeat(24)]);

    expect(found).toEqual([
      {
        songId: row.songId,
        label: { title: 'Harbour', artist: 'The Tidewaters', isrc: 'DEA442600017' },
        labelRank: '1-0021-cd',
        expiresAtSeconds: 1_797_811_200,
      },
    ]);
    expect(requests[0]?.input['RequestItems']).toEqual({
      songs: { Keys: [{ song_id: { S: row.songId } }, { song_id: { S: 'b'.repeat(24) } }] },
    });
  });

  test('replaces a label as a whole, under the condition that it is better', async () => {
    const { songs, requests } = catalogue({ body: {} });

    expect(await songs.offer(row)).toEqual(row);

    expect(requests[0]?.input).toEqual({
      TableName: 'songs',
      Key: { song_id: { S: row.songId } },
      UpdateExpression:
        'SET title = :title, artist = :artist, label_rank = :rank, expires_at = :expires_at, album = :album REMOVE isrc',
      ConditionExpression:
        'attribute_not_exists(song_id) OR label_rank > :rank OR (label_rank = :rank AND expires_at < :expires_at)',
      ExpressionAttributeValues: {
        ':title': { S: 'Harbour Lights' },
        ':artist': { S: 'The Tidewaters' },
        ':album': { S: 'North Quay' },
        ':rank': { S: '1-0038-ab' },
        ':expires_at': { N: '1797811200' },
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  test('gives the row that stands when an offer is not good enough', async () => {
    const body = { __type: 'ConditionalCheckFailedException', message: 'The conditional request failed', Item: item };
    const { songs } = catalogue({ status: 400, body });
    expect(await songs.offer(row)).toMatchObject({ label: { title: 'Harbour' }, labelRank: '1-0021-cd' });
  });

  test('throws any other fault', async () => {
    const { songs } = catalogue({ status: 400, body: { __type: 'ResourceNotFoundException', message: 'no table' } });
    await expect(songs.offer(row)).rejects.toThrow('no table');
  });
});
