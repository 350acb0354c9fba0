import type { Operation } from '../../../engine/service.ts';
import { parseOnlyProjection, type ProjectionMembers, readItem } from '../reads/prepare-get.ts';
import { meterAll, type Room } from '../room.ts';
import { type CapacityMode, Consumption, readUnits } from '../store/capacity.ts';
import type { Item } from '../values/attribute-value.ts';
import { checkedKey } from '../writes/prepare-write.ts';
import { consumedCapacity, item, tableName, text } from './parameters.ts';

interface GetItemInput extends ProjectionMembers {
  readonly TableName: string;
  readonly Key: Item;
  readonly ConsistentRead?: boolean;
  readonly ReturnConsumedCapacity?: CapacityMode;
}

/** Reads one item. Every read here is consistent; `ConsistentRead` decides what it costs. */
export const getItem = (room: Room): Operation => ({
  parameters: {
    TableName: tableName,
    Key: item,
    ConsistentRead: { type: 'boolean' },
    ProjectionExpression: text,
    ExpressionAttributeNames: { type: 'map' },
    ReturnConsumedCapacity: consumedCapacity,
  },
  run(input: GetItemInput) {
    const paths = parseOnlyProjection(input);
    const table = room.tables.require(input.TableName);
    const read = readItem(table, checkedKey(table, input.Key), paths);
    const consumption = new Consumption('read');
    consumption.add(table.definition, readUnits(read.sizeBytes, input.ConsistentRead ? 'strong' : 'eventual'));
    meterAll(room, 'read', consumption);
    const consumed = consumption.answers(input.ReturnConsumedCapacity)?.[0];
    return { ...(read.item ? { Item: read.item } : {}), ...(consumed ? { ConsumedCapacity: consumed } : {}) };
  },
});
