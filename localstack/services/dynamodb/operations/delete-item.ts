import { validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import type { CapacityMode } from '../store/capacity.ts';
import { type KeyMembers, prepareDelete } from '../writes/prepare-write.ts';
import { writeOne } from '../writes/write.ts';
import { item, refuseCollectionMetrics, tableName, writeParameters } from './parameters.ts';

interface DeleteItemInput extends KeyMembers {
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: string;
}

/** Takes an item away; deleting what is not there succeeds. */
export const deleteItem = (room: Room): Operation => ({
  parameters: { TableName: tableName, Key: item, ...writeParameters },
  run(input: DeleteItemInput) {
    const { ReturnValues = 'NONE' } = input;
    refuseCollectionMetrics('DeleteItem', input);
    if (ReturnValues !== 'NONE' && ReturnValues !== 'ALL_OLD') {
      throw validationError('ReturnValues can only be ALL_OLD or NONE');
    }
    const { change, consumed } = writeOne(room, prepareDelete(room.tables, input), input.ReturnConsumedCapacity);
    return {
      ...(ReturnValues === 'ALL_OLD' && change.before ? { Attributes: change.before.item } : {}),
      ...(consumed ? { ConsumedCapacity: consumed } : {}),
    };
  },
});
