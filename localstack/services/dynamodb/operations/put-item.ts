import { validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import type { Room } from '../room.ts';
import type { CapacityMode } from '../store/capacity.ts';
import { preparePut, type PutMembers } from '../writes/prepare-write.ts';
import { writeOne } from '../writes/write.ts';
import { item, refuseCollectionMetrics, tableName, writeParameters } from './parameters.ts';

interface PutItemInput extends PutMembers {
  readonly ReturnValues?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: string;
}

/** Stores an item under its key, in place of the one that was there. */
export const putItem = (room: Room): Operation => ({
  parameters: { TableName: tableName, Item: item, ...writeParameters },
  run(input: PutItemInput) {
    const { ReturnValues = 'NONE' } = input;
    refuseCollectionMetrics('PutItem', input);
    if (ReturnValues !== 'NONE' && ReturnValues !== 'ALL_OLD') {
      throw validationError('ReturnValues can only be ALL_OLD or NONE');
    }
    const { change, consumed } = writeOne(room, preparePut(room.tables, input), input.ReturnConsumedCapacity);
    return {
      ...(ReturnValues === 'ALL_OLD' && change.before ? { Attributes: change.before.item } : {}),
      ...(consumed ? { ConsumedCapacity: consumed } : {}),
    };
  },
});
