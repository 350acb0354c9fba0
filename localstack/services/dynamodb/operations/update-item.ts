import type { Operation } from '../../../engine/service.ts';
import { projectItem } from '../expressions/project.ts';
import type { Path } from '../expressions/syntax.ts';
import type { Room } from '../room.ts';
import type { CapacityMode } from '../store/capacity.ts';
import type { ItemChange } from '../store/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { prepareUpdate, type UpdateMembers } from '../writes/prepare-update.ts';
import { writeOne } from '../writes/write.ts';
import { item, refuseCollectionMetrics, tableName, text, writeParameters } from './parameters.ts';

type ReturnValues = 'NONE' | 'ALL_OLD' | 'ALL_NEW' | 'UPDATED_OLD' | 'UPDATED_NEW';

interface UpdateItemInput extends UpdateMembers {
  readonly ReturnValues?: ReturnValues;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: string;
}

/** Changes an item, or makes it from its key. */
export const updateItem = (room: Room): Operation => ({
  parameters: { TableName: tableName, Key: item, UpdateExpression: text, ...writeParameters },
  run(input: UpdateItemInput) {
    refuseCollectionMetrics('UpdateItem', input);
    const update = prepareUpdate(room.tables, input);
    const { change, consumed } = writeOne(room, update, input.ReturnConsumedCapacity);
    const attributes = returned(input.ReturnValues ?? 'NONE', change, update.paths);
    return {
      ...(attributes && Object.keys(attributes).length > 0 ? { Attributes: attributes } : {}),
      ...(consumed ? { ConsumedCapacity: consumed } : {}),
    };
  },
});

function returned(mode: ReturnValues, { before, after }: ItemChange, paths: readonly Path[]): Item | undefined {
  switch (mode) {
    case 'NONE':
      return undefined;
    case 'ALL_OLD':
      return before?.item;
    case 'ALL_NEW':
      return after?.item;
    case 'UPDATED_OLD':
      return before && projectItem(before.item, paths);
    case 'UPDATED_NEW':
      return after && projectItem(after.item, paths);
    default:
      return mode satisfies never;
  }
}
