import { createHash } from 'node:crypto';

import { AwsError, validationError } from '../../../engine/aws-error.ts';
import type { Operation } from '../../../engine/service.ts';
import {
  type CancellationReason,
  conditionalCheckFailed,
  idempotentParameterMismatch,
  transactionCanceled,
} from '../errors.ts';
import { meterAll, type Room } from '../room.ts';
import { type CapacityMode, Consumption, readUnits, writeUnits } from '../store/capacity.ts';
import type { Tables } from '../store/tables.ts';
import { prepareUpdate, type UpdateMembers } from '../writes/prepare-update.ts';
import { type KeyMembers, prepareCheck, prepareDelete, preparePut, type PutMembers } from '../writes/prepare-write.ts';
import { decide, type Decision, type PreparedWrite } from '../writes/write.ts';
import { actionParameters, consumedCapacity, item, refuseCollectionMetrics, text } from './parameters.ts';

interface Action {
  readonly Put?: PutMembers;
  readonly Update?: UpdateMembers;
  readonly Delete?: KeyMembers;
  readonly ConditionCheck?: KeyMembers;
}

interface TransactWriteItemsInput {
  readonly TransactItems: readonly Action[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: CapacityMode;
  readonly ReturnItemCollectionMetrics?: string;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const actionsMax = 100;
const transactionBytesMax = 4 * 1024 * 1024;
const tokenLifeMs = 10 * 60 * 1000;
/** Each write of a transaction is done twice: once to prepare and once to commit. */
const unitFactor = 2;

/** Does all of its writes, or none and says why. */
export const transactWriteItems = (room: Room): Operation => ({
  parameters: {
    TransactItems: {
      type: 'list',
      required: true,
      lengthMin: 1,
      lengthMax: actionsMax,
      member: {
        type: 'structure',
        members: {
          Put: { type: 'structure', members: { ...actionParameters, Item: item } },
          Update: {
            type: 'structure',
            members: { ...actionParameters, Key: item, UpdateExpression: { ...text, required: true } },
          },
          Delete: { type: 'structure', members: { ...actionParameters, Key: item } },
          ConditionCheck: {
            type: 'structure',
            members: { ...actionParameters, Key: item, ConditionExpression: { ...text, required: true } },
          },
        },
      },
    },
    ClientRequestToken: { type: 'string', lengthMin: 1, lengthMax: 36 },
    ReturnConsumedCapacity: consumedCapacity,
    ReturnItemCollectionMetrics: { type: 'string', enum: ['SIZE', 'NONE'] },
  },
  run(input: TransactWriteItemsInput) {
    refuseCollectionMetrics('TransactWriteItems', input);
    const { ClientRequestToken: token, ReturnConsumedCapacity } = input;
    // Preparing puts values into canonical form, so the request is told apart from others before that.
    const request = createHash('sha256').update(JSON.stringify(input.TransactItems)).digest('hex');
    const writes = input.TransactItems.map((action) => prepareAction(room.tables, action));
    checkDistinct(writes);
    const oldestMs = room.engine.clock.nowMs() - tokenLifeMs;
    const usedFor = token === undefined ? undefined : room.tables.tokenRequest(token, oldestMs);
    if (usedFor !== undefined && usedFor !== request) throw idempotentParameterMismatch();
    const consumption = usedFor === undefined ? writeAll(room, writes) : readAll(room, writes);
    if (token !== undefined && usedFor === undefined) {
      room.tables.rememberToken(token, request, room.engine.clock.nowMs(), oldestMs);
    }
    const consumed = consumption.answers(ReturnConsumedCapacity, true);
    return consumed ? { ConsumedCapacity: consumed } : {};
  },
});

function prepareAction(tables: Tables, action: Action): PreparedWrite {
  const { Put, Update, Delete, ConditionCheck } = action;
  const kinds = [Put, Update, Delete, ConditionCheck].filter((each) => each !== undefined);
  if (kinds.length !== 1) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  if (Put) return preparePut(tables, Put);
  if (Update) return prepareUpdate(tables, Update);
  if (Delete) return prepareDelete(tables, Delete);
  if (ConditionCheck) return prepareCheck(tables, ConditionCheck);
  throw new Error('an action of a transaction has no kind');
}

function checkDistinct(writes: readonly PreparedWrite[]): void {
  const places = new Set(writes.map(({ table, key }) => `${table.definition.number}/${key.toString('latin1')}`));
  if (places.size < writes.length) {
    throw validationError('Transaction request cannot include multiple operations on one item');
  }
}

/** Decides every write before the first is applied. No two are on one item, so none can see another's effect. */
function writeAll(room: Room, writes: readonly PreparedWrite[]): Consumption {
  const outcomes = writes.map((write) => ({ write, ...outcomeOf(write) }));
  if (outcomes.some(({ reason }) => reason.Code !== 'None')) {
    for (const { write, decision } of outcomes) meterFailed(room, write, decision);
    throw transactionCanceled(outcomes.map(({ reason }) => reason));
  }
  const changes = outcomes.flatMap(({ write, decision }) =>
    decision?.isMet ? [{ table: write.table, change: decision.change }] : [],
  );
  const sizeBytes = changes.reduce((total, { change }) => total + (change.after?.sizeBytes ?? 0), 0);
  // Unsure of AWS's words for a transaction above 4 MB.
  if (sizeBytes > transactionBytesMax) throw validationError('Transaction request size cannot exceed 4 MB');
  const consumption = new Consumption('write');
  for (const { table, change } of changes) {
    consumption.addWrite(table.definition, room.tables.apply(table, change, 'request'), unitFactor);
  }
  meterAll(room, 'write', consumption);
  return consumption;
}

/** What a repeated request costs: the first one did the work, this one only looks at the items. */
function readAll(room: Room, writes: readonly PreparedWrite[]): Consumption {
  const consumption = new Consumption('read');
  for (const { table, key } of writes) {
    consumption.add(table.definition, readUnits(table.read(key)?.sizeBytes ?? 0, 'transactional'));
  }
  meterAll(room, 'read', consumption);
  return consumption;
}

function outcomeOf(write: PreparedWrite): { reason: CancellationReason; decision?: Decision } {
  try {
    const decision = decide(write);
    if (decision.isMet) return { reason: { Code: 'None' }, decision };
    const item = write.returnsItemOnFailure ? decision.before?.item : undefined;
    const { message } = conditionalCheckFailed();
    return { reason: { Code: 'ConditionalCheckFailed', Message: message, ...(item ? { Item: item } : {}) }, decision };
  } catch (fault) {
    if (!(fault instanceof AwsError) || fault.code !== 'ValidationException') throw fault;
    return { reason: { Code: 'ValidationError', Message: fault.message } };
  }
}

/** A cancelled transaction has still been prepared, which is the first of the two writes. */
function meterFailed({ meter }: Room, { table, key }: PreparedWrite, decision: Decision | undefined): void {
  const before = decision?.isMet ? decision.change.before : table.read(key);
  meter.count(table.definition.name, 'write', writeUnits(before?.sizeBytes ?? 0));
}
