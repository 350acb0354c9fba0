import type { Operation } from '../../../engine/service.ts';
import { parseOnlyProjection, type ProjectionMembers, readItem } from '../reads/prepare-get.ts';
import { meterAll, type Room } from '../room.ts';
import { type CapacityMode, Consumption, readUnits } from '../store/capacity.ts';
import type { Item } from '../values/attribute-value.ts';
import { checkedKey } from '../writes/prepare-write.ts';
import { consumedCapacity, item, tableName, text } from './parameters.ts';

interface TransactGetItemsInput {
  readonly TransactItems: readonly {
    readonly Get: ProjectionMembers & { readonly TableName: string; readonly Key: Item };
  }[];
  readonly ReturnConsumedCapacity?: CapacityMode;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
const actionsMax = 100;

/** Reads items as they were together at one moment. */
export const transactGetItems = (room: Room): Operation => ({
  parameters: {
    TransactItems: {
      type: 'list',
      required: true,
      lengthMin: 1,
      lengthMax: actionsMax,
      member: {
        type: 'structure',
        members: {
          Get: {
            type: 'structure',
            required: true,
            members: {
              TableName: tableName,
              Key: item,
              ProjectionExpression: text,
              ExpressionAttributeNames: { type: 'map' },
            },
          },
        },
      },
    },
    ReturnConsumedCapacity: consumedCapacity,
  },
  run({ TransactItems, ReturnConsumedCapacity }: TransactGetItemsInput) {
    const consumption = new Consumption('read');
    const responses = TransactItems.map(({ Get }) => {
      const paths = parseOnlyProjection(Get);
      const table = room.tables.require(Get.TableName);
      const read = readItem(table, checkedKey(table, Get.Key), paths);
      consumption.add(table.definition, readUnits(read.sizeBytes, 'transactional'));
      return read.item ? { Item: read.item } : {};
    });
    meterAll(room, 'read', consumption);
    const consumed = consumption.answers(ReturnConsumedCapacity, true);
    return { Responses: responses, ...(consumed ? { ConsumedCapacity: consumed } : {}) };
  },
});
