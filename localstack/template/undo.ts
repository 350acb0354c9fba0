/** Takes back what an operation has done, newest first. */
import type { Properties } from '../engine/service.ts';
import { deleteUnfinished } from './deploy-stack.ts';
import { Interrupted } from './errors.ts';
import { sameJson } from './same-json.ts';
import type { ResourceRecord, Undo } from './stack-record.ts';
import type { StackTransaction } from './stack-transaction.ts';

/**
 * Undoes step after step; each is crossed out when it is undone. What cannot be undone stays in the operation, and the
 * rest is undone all the same. Returns the logical ids that stay.
 */
export async function undoAll(transaction: StackTransaction): Promise<string[]> {
  const failures: string[] = [];
  for (const undo of transaction.operation.undos.toReversed()) {
    try {
      await undoOne(transaction, undo);
      transaction.note({ undos: transaction.operation.undos.filter((each) => !sameJson(each, undo)) });
    } catch (fault) {
      if (fault instanceof Interrupted) throw fault;
      failures.push(undo.logicalId);
    }
  }
  return failures;
}

async function undoOne(transaction: StackTransaction, undo: Undo): Promise<void> {
  const current = transaction.resource(undo.logicalId);
  switch (undo.kind) {
    case 'created':
      if (current) await undoCreation(transaction, current);
      return;
    case 'updated':
      if (current) await undoUpdate(transaction, current, undo.previous);
      return;
    case 'replaced':
      if (current && current.generation !== undo.previous.generation) await deleteMade(transaction, current);
      return transaction.put({ ...undo.previous, status: 'UPDATE_COMPLETE' }, { told: 'UPDATE_COMPLETE' });
  }
}

async function undoCreation(transaction: StackTransaction, current: ResourceRecord): Promise<void> {
  const { logicalId, physicalId, isRetainedByRollback } = current;
  if (isRetainedByRollback && physicalId !== '') return transaction.remove(logicalId, 'DELETE_SKIPPED');
  await deleteMade(transaction, current);
  transaction.remove(logicalId, 'DELETE_COMPLETE');
}

/** Deletes what was made under this record; what failed while being made has left nothing to delete. */
async function deleteMade(transaction: StackTransaction, current: ResourceRecord): Promise<void> {
  const { logicalId, type, physicalId, properties, generation, status } = current;
  if (status === 'CREATE_IN_PROGRESS') return await deleteUnfinished(transaction, current);
  if (physicalId === '') return;
  transaction.put({ ...current, status: 'DELETE_IN_PROGRESS' });
  await transaction.attempt(logicalId, 'DELETE_FAILED', () =>
    transaction.type(type).delete(physicalId, properties, transaction.scope(logicalId, generation)),
  );
}

async function undoUpdate(
  transaction: StackTransaction,
  current: ResourceRecord,
  previous: ResourceRecord,
): Promise<void> {
  const { logicalId, type, physicalId, properties, generation } = previous;
  const changed = current.attemptedProperties ?? current.properties;
  if (sameJson(changed, properties)) return transaction.put({ ...previous, status: 'UPDATE_COMPLETE' });
  transaction.put({ ...current, attemptedProperties: changed, status: 'UPDATE_IN_PROGRESS' });
  const scope = transaction.scope(logicalId, generation);
  const update = (from: Properties) => transaction.type(type).update(physicalId, properties, from, scope);
  await transaction.attempt(logicalId, 'UPDATE_FAILED', async () => {
    // What has refused to become `changed` may refuse to read it too; then it is told that nothing is to change.
    const hasFailed = current.status === 'UPDATE_FAILED';
    await (hasFailed ? update(changed).catch(() => update(properties)) : update(changed));
  });
  transaction.put({ ...previous, status: 'UPDATE_COMPLETE', updatedAtMs: transaction.nowMs() });
}
