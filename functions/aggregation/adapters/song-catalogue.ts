import { DynamodbFault } from '../../dynamodb/adapters/dynamodb-fault.ts';
import type { Dynamodb } from '../../dynamodb/adapters/dynamodb.ts';
import { updateItem } from '../../dynamodb/adapters/operations.ts';
import type { Attributes, AttributeValue } from '../../dynamodb/adapters/operations.ts';
import { readItems } from '../../dynamodb/adapters/read-items.ts';
import type { Patience } from '../../dynamodb/adapters/retrying.ts';
import type { CatalogueRow } from '../domain/song-label.ts';
import type { SongCatalogue } from '../ports.ts';

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
function offerOf(tableName: string, { songId, label, labelRank, expiresAtSeconds }: CatalogueRow) {
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
  return {
    TableName: tableName,
    Key: { song_id: { S: songId } },
    UpdateExpression: `SET ${sets.join(', ')}${removes.length > 0 ? ` REMOVE ${removes.join(', ')}` : ''}`,
    ConditionExpression:
      'attribute_not_exists(song_id) OR label_rank > :rank OR (label_rank = :rank AND expires_at < :expires_at)',
    ExpressionAttributeValues: values,
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

/** The row that stands in the way of an offer, when that is why it failed. */
function standingOf(fault: unknown): CatalogueRow | undefined {
  if (!(fault instanceof DynamodbFault) || fault.name !== 'ConditionalCheckFailedException') return undefined;
  const item = fault.answer['Item'];
  return item ? rowOf(item as Attributes) : undefined;
}

/** The song catalogue in DynamoDB: one item per song. */
export function songCatalogue(dynamodb: Dynamodb, tableName: string, patience: Patience): SongCatalogue {
  return {
    find: async (songIds) => {
      const keys = songIds.map((songId) => ({ song_id: { S: songId } }));
      return (await readItems(dynamodb, tableName, keys, patience)).map(rowOf);
    },
    offer: async (row) => {
      try {
        await updateItem(dynamodb, offerOf(tableName, row));
        return row;
      } catch (fault) {
        const standing = standingOf(fault);
        if (standing) return standing;
        throw fault;
      }
    },
  };
}
