/** Takes back what a failed deployment has done, newest first. */
import { AwsError } from '../engine/aws-error.ts';
import type { ResourceRecord } from './stack-record.ts';
import type { StackTransaction } from './stack-transaction.ts';

export type Undo =
  | { readonly kind: 'created'; readonly logicalId: string }
  | { readonly kind: 'updated'; readonly previous: ResourceRecord }
  | { readonly kind: 'replaced'; readonly previous: ResourceRecord };

/** Throws `RollbackFailed` with every step that could not be taken back. */
export async function undoAll(transaction: StackTransaction): Promise<void> {
  const failures: string[] = [];
  for (const logicalId of transaction.logicalIds()) {
    const record = transaction.resource(logicalId);
    // What failed while being made has nothing to delete; its record goes, and so does its claim on the name.
    if (record?.status === 'CREATE_IN_PROGRESS') transaction.remove(logicalId, 'DELETE_COMPLETE');
    if (record?.status === 'UPDATE_IN_PROGRESS') transaction.undos.push({ kind: 'updated', previous: record });
  }
  for (const undo of transaction.undos.toReversed()) {
    await undoOne(transaction, undo).catch((fault: unknown) => failures.push((fault as Error).message));
  }
  if (failures.length > 0) throw new AwsError('RollbackFailed', failures.join('; '), 400);
}

async function undoOne(transaction: StackTransaction, undo: Undo): Promise<void> {
  if (undo.kind === 'replaced') return transaction.put(undo.previous);
  if (undo.kind === 'created') return await undoCreation(transaction, undo.logicalId);
  const { previous } = undo;
  const { logicalId, type, physicalId, properties, generation } = previous;
  const current = transaction.resource(logicalId);
  const scope = transaction.scope(logicalId, generation);
  await transaction.attempt(logicalId, 'UPDATE_FAILED', () =>
    transaction.type(type).update(physicalId, properties, current?.properties ?? properties, scope),
  );
  return transaction.put({ ...previous, status: 'UPDATE_COMPLETE' });
}

async function undoCreation(transaction: StackTransaction, logicalId: string): Promise<void> {
  const record = transaction.resource(logicalId);
  if (!record) return;
  const { type, physicalId, properties, generation } = record;
  await transaction.attempt(logicalId, 'DELETE_FAILED', () =>
    transaction.type(type).delete(physicalId, properties, transaction.scope(logicalId, generation)),
  );
  transaction.remove(logicalId, 'DELETE_COMPLETE');
}
