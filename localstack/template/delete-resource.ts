/** Deletions: of a whole stack, and of what an update has left behind. */
import { Interrupted } from './errors.ts';
import { creationOrder } from './order.ts';
import type { Cleanup, ResourceRecord } from './stack-record.ts';
import type { StackTransaction } from './stack-transaction.ts';

/** Deletes every resource of the stack, those first that others do not need. Stops at the first that cannot be deleted. */
export async function deleteResources(transaction: StackTransaction): Promise<void> {
  const inOrder = creationOrder(transaction.stack.template.Resources);
  const strays = transaction.logicalIds().filter((logicalId) => !inOrder.includes(logicalId));
  for (const logicalId of [...inOrder, ...strays].toReversed()) {
    const resource = transaction.resource(logicalId);
    if (resource) await deleteResource(transaction, resource);
  }
}

/** Deletes one resource, or lets it be when its policy or the caller says so. */
async function deleteResource(transaction: StackTransaction, existing: ResourceRecord): Promise<void> {
  const { logicalId, type, physicalId, properties, isRetained, generation } = existing;
  const isKept = isRetained || transaction.operation.retainedIds?.includes(logicalId);
  if (isKept || physicalId === '') return transaction.remove(logicalId, 'DELETE_SKIPPED');
  transaction.put({ ...existing, status: 'DELETE_IN_PROGRESS', updatedAtMs: transaction.nowMs() });
  await transaction.attempt(logicalId, 'DELETE_FAILED', () =>
    transaction.type(type).delete(physicalId, properties, transaction.scope(logicalId, generation)),
  );
  return transaction.remove(logicalId, 'DELETE_COMPLETE');
}

/** Runs the deletions that waited. One that fails is left behind and named; as at AWS it fails nothing else. */
export async function cleanUp(transaction: StackTransaction): Promise<string> {
  const failures: string[] = [];
  for (const cleanup of transaction.operation.cleanups) {
    try {
      await cleanUpOne(transaction, cleanup);
    } catch (fault) {
      if (fault instanceof Interrupted) throw fault;
      failures.push((fault as Error).message);
    }
    transaction.note({ cleanups: transaction.operation.cleanups.slice(1) });
  }
  return failures.join('; ');
}

async function cleanUpOne(transaction: StackTransaction, { kind, record }: Cleanup): Promise<void> {
  const { logicalId, type, physicalId, properties, generation } = record;
  if (kind === 'removed') return await deleteResource(transaction, transaction.resource(logicalId) ?? record);
  transaction.checkGoingOn();
  transaction.tell(record, 'DELETE_IN_PROGRESS');
  try {
    await transaction.type(type).delete(physicalId, properties, transaction.scope(logicalId, generation));
  } catch (fault) {
    transaction.tell(record, 'DELETE_FAILED', (fault as Error).message);
    throw fault;
  }
  transaction.tell(record, 'DELETE_COMPLETE');
}
