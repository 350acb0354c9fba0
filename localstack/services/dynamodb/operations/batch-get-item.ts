import { validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import type { Path } from '../expressions/syntax.ts';
import { parseOnlyProjection, type ProjectionMembers, readItem } from '../reads/prepare-get.ts';
import { meterAll, type Room } from '../room.ts';
import { type CapacityMode, Consumption, readUnits } from '../store/capacity.ts';
import type { Table } from '../store/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { checkedKey } from '../writes/prepare-write.ts';
import { consumedCapacity, text } from './parameters.ts';

interface TableKeys extends ProjectionMembers {
  readonly Keys: readonly Item[];
  readonly ConsistentRead?: boolean;
}

interface BatchGetItemInput {
  readonly RequestItems: Readonly<Record<string, TableKeys>>;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

interface PreparedRead {
  readonly tableName: string;
  readonly table: Table;
  readonly request: TableKeys;
  readonly paths: readonly Path[] | undefined;
  readonly keys: readonly { readonly bytes: Buffer; readonly key: Item }[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const keysMax = 100;
const answerBytesMax = 16 * 1024 * 1024;

/** Reads up to 100 items; keys whose items do not fit into 16 MB come back as `UnprocessedKeys`. */
export const batchGetItem = (room: Room): Operation => ({
  parameters: {
    RequestItems: {
      type: 'map',
      required: true,
      member: {
        type: 'structure',
        members: {
          Keys: { type: 'list', required: true },
          ConsistentRead: { type: 'boolean' },
          ProjectionExpression: text,
          ExpressionAttributeNames: { type: 'map' },
        },
      },
    },
    ReturnConsumedCapacity: consumedCapacity,
  },
  run({ RequestItems, ReturnConsumedCapacity }: BatchGetItemInput) {
    const reads = prepareAll(room, RequestItems);
    const consumption = new Consumption('read');
    const responses: Record<string, Item[]> = {};
    const unprocessed: Record<string, TableKeys> = {};
    let answerBytes = 0;
    for (const { tableName, table, request, paths, keys } of reads) {
      const found: Item[] = [];
      const left: Item[] = [];
      for (const { bytes, key } of keys) {
        const { item, sizeBytes } = readItem(table, bytes, paths);
        if (answerBytes + sizeBytes > answerBytesMax) left.push(key);
        else {
          answerBytes += sizeBytes;
          consumption.add(table.definition, readUnits(sizeBytes, request.ConsistentRead ? 'strong' : 'eventual'));
          if (item) found.push(item);
        }
      }
      responses[tableName] = found;
      if (left.length > 0) unprocessed[tableName] = { ...request, Keys: left };
    }
    meterAll(room, 'read', consumption);
    const consumed = consumption.answers(ReturnConsumedCapacity);
    return {
      Responses: responses,
      UnprocessedKeys: unprocessed,
      ...(consumed ? { ConsumedCapacity: consumed } : {}),
    };
  },
});

function prepareAll({ tables }: Room, requestItems: BatchGetItemInput['RequestItems']): PreparedRead[] {
  const entries = Object.entries(requestItems);
  if (entries.length === 0) throw tooFew('requestItems', '{}');
  let count = 0;
  for (const [name, request] of entries) {
    if (request.Keys.length === 0) throw tooFew(`requestItems.${name}.member.keys`, '[]');
    count += request.Keys.length;
  }
  if (count > keysMax) throw validationError('Too many items requested for the BatchGetItem call');
  return entries.map(([tableName, request]) => {
    const paths = parseOnlyProjection(request);
    const table = tables.require(tableName);
    const keys = request.Keys.map((key) => ({ key, bytes: checkedKey(table, key) }));
    if (new Set(keys.map(({ bytes }) => bytes.toString('latin1'))).size < keys.length) {
      throw validationError('Provided list of item keys contains duplicates');
    }
    return { tableName, table, request, paths, keys };
  });
}

function tooFew(place: string, value: string): Error {
  return validationError(
    `1 validation error detected: Value '${value}' at '${place}' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );
}
