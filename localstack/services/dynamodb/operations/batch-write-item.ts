import { notImplemented, serializationError, validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import { meterAll, type Room } from '../room.ts';
import { type CapacityMode, Consumption } from '../store/capacity.ts';
import type { Table } from '../store/table.ts';
import type { Item } from '../values/attribute-value.ts';
import { prepareDeleteOf, preparePutOf } from '../writes/prepare-write.ts';
import { decide, type PreparedWrite } from '../writes/write.ts';
import { consumedCapacity, refuseCollectionMetrics } from './parameters.ts';

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

interface BatchWriteItemInput {
  readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const requestsMax = 25;

/** Puts and deletes up to 25 items, each for itself but here always all of them: `UnprocessedItems` stays empty. */
export const batchWriteItem = (room: Room): Operation => ({
  parameters: {
    RequestItems: { type: 'map', required: true },
    ReturnConsumedCapacity: consumedCapacity,
    ReturnItemCollectionMetrics: { type: 'string', enum: ['SIZE', 'NONE'] },
  },
  run(input: BatchWriteItemInput) {
    refuseCollectionMetrics('BatchWriteItem', input);
    const writes = prepareAll(room, input.RequestItems);
    const consumption = new Consumption('write');
    for (const write of writes) {
      const decision = decide(write);
      if (!decision.isMet) throw new Error('a batched write has no condition');
      consumption.addWrite(write.table.definition, room.tables.apply(write.table, decision.change, 'request'));
    }
    meterAll(room, 'write', consumption);
    const consumed = consumption.answers(input.ReturnConsumedCapacity);
    return { UnprocessedItems: {}, ...(consumed ? { ConsumedCapacity: consumed } : {}) };
  },
});

/** All of the batch is checked before any of it is written. */
function prepareAll({ tables }: Room, requestItems: BatchWriteItemInput['RequestItems']): PreparedWrite[] {
  const entries = Object.entries(requestItems);
  if (entries.length === 0) throw tooFew('requestItems', '{}');
  let count = 0;
  for (const [name, requests] of entries) {
    if (!Array.isArray(requests))
      throw serializationError(`dynamodb.BatchWriteItem.RequestItems.${name} must be of type list`);
    if (requests.length === 0) throw tooFew(`requestItems.${name}.member`, '[]');
    count += requests.length;
  }
  if (count > requestsMax) throw validationError('Too many items requested for the BatchWriteItem call');
  return entries.flatMap(([name, requests]) => {
    const table = tables.require(name);
    const writes = requests.map((request) => prepareOne(table, request));
    const keys = new Set(writes.map(({ key }) => key.toString('latin1')));
    if (keys.size < writes.length) throw validationError('Provided list of item keys contains duplicates');
    return writes;
  });
}

function prepareOne(table: Table, request: WriteRequest): PreparedWrite {
  if (typeof request !== 'object' || request === null) {
    throw serializationError(
      `dynamodb.BatchWriteItem.RequestItems must hold structures, got ${JSON.stringify(request)}`,
    );
  }
  const unknown = Object.keys(request).find((name) => name !== 'PutRequest' && name !== 'DeleteRequest');
  if (unknown !== undefined) throw notImplemented(`dynamodb.BatchWriteItem.RequestItems.${unknown}`);
  const { PutRequest, DeleteRequest } = request;
  if (PutRequest && DeleteRequest) {
    throw validationError(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (PutRequest) return preparePutOf(table, PutRequest.Item);
  if (DeleteRequest) return prepareDeleteOf(table, DeleteRequest.Key);
  throw validationError('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

function tooFew(place: string, value: string): Error {
  return validationError(
    `1 validation error detected: Value '${value}' at '${place}' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );
}
