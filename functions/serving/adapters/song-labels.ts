import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import type { SongLabel } from '../../aggregation/domain/song-label.ts';
import { batchGet } from '../../shared/batch-get.ts';
import type { Patience } from '../../shared/batch-get.ts';
import type { SongLabels } from '../ports.ts';

/** Labels from the song catalogue in DynamoDB. */
export function songLabels(
  dynamo: DynamoDBClient,
  tableName: string,
  patience: Patience & { readonly nowMs: () => number },
): SongLabels {
  return {
    find: async (songIds) => {
      const request = {
        Keys: songIds.map((songId) => ({ song_id: { S: songId } })),
        ProjectionExpression: 'song_id, title, artist, album, expires_at',
      };
      const found = new Map<string, SongLabel>();
      for (const { song_id, title, artist, album, expires_at } of await batchGet(
        dynamo,
        tableName,
        request,
        patience,
      )) {
        if (!song_id?.S || !title?.S || !artist?.S) continue;
        if (Number(expires_at?.N ?? 0) * 1000 <= patience.nowMs()) continue;
        found.set(song_id.S, { title: title.S, artist: artist.S, ...(album?.S ? { album: album.S } : {}) });
      }
      return found;
    },
  };
}
