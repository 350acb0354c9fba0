import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { batchGet } from '../../shared/batch-get.ts';
import type { Patience } from '../../shared/batch-get.ts';
import type { CatalogueRow } from '../domain/song-label.ts';
import type { SongCatalogue } from '../ports.ts';

type Attributes = Readonly<Record<string, AttributeValue>>;

const text = (item: Attributes, name: string): string => item[name]?.S ?? '';

function rowOf(item: Attributes): CatalogueRow {
  const [album, isrc] = [text(item, 'album'), text(item, 'isrc')];
  return {
    songId: text(item, 'song_id'),
    label: {
      title: text(item, 'title'),
      artist: text(item, 'artist'),
      ...(album === '' ? {} : { album }),
      ...(isrc === '' ? {} : { isrc }),
    },
    labelRank: text(item, 'label_rank'),
    expiresAtSeconds: Number(item['expires_at']?.N ?? 0),
  };
}

/** Replaces a label as a whole: what the better label does not name goes. */
function offerOf(tableName: string, { songId, label, labelRank, expiresAtSeconds }: CatalogueRow): UpdateItemCommand {
  const { title, artist, album, isrc } = label;
  const sets = ['title = :title', 'artist = :artist', 'label_rank = :rank', 'expires_at = :expires_at'];
  const removes: string[] = [];
  const values: Record<string, AttributeValue> = {
    ':title': { S: title },
    ':artist': { S: artist },
    ':rank': { S: labelRank },
    ':expires_at': { N: String(expiresAtSeconds) },
  };
  for (const [name, value] of Object.entries({ album, isrc })) {
    if (value === undefined) {
      removes.push(name);
    } else {
      sets.push(`${name} = :${name}`);
      values[`:${name}`] = { S: value };
    }
  }
  return new UpdateItemCommand({
    TableName: tableName,
    Key: { song_id: { S: songId } },
    UpdateExpression: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
    ConditionExpression:
      'attribute_not_exists(song_id) OR label_rank > :rank OR (label_rank = :rank AND expires_at < :expires_at)',
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
}

/** The song catalogue in DynamoDB: one item per song. */
export function songCatalogue(dynamo: DynamoDBClient, tableName: string, patience: Patience): SongCatalogue {
  return {
    find: async (songIds) => {
      const Keys = songIds.map((songId) => ({ song_id: { S: songId } }));
      return (await batchGet(dynamo, tableName, { Keys }, patience)).map(rowOf);
    },
    offer: async (row) => {
      try {
        await dynamo.send(offerOf(tableName, row));
        return row;
      } catch (fault) {
        if (fault instanceof ConditionalCheckFailedException && fault.Item) return rowOf(fault.Item);
        throw fault;
      }
    },
  };
}
