/**
 * Carries an operation on a stack from where its record says it is to its end: forward, then the deletions that
 * waited, or back to what the stack was. Statuses and their reasons are AWS's:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
 */
import { AwsError } from '../engine/aws-error.ts';
import { cleanUp, deleteResources } from './delete-resource.ts';
import { deployResources } from './deploy-stack.ts';
import { Interrupted } from './errors.ts';
import { checkExports, readOutputs } from './exports.ts';
import type { Scope } from './intrinsics.ts';
import type { StackRecord } from './stack-record.ts';
import type { StackTransaction } from './stack-transaction.ts';
import { undoAll } from './undo.ts';

export interface OperationWorld {
  /** Every stack, for exports. */
  stacks(): readonly StackRecord[];
  /** The scope of the transaction's expressions; names of exports that are read are added to `imports`. */
  scope(transaction: StackTransaction, imports: Set<string>): Scope;
  /** The stack is gone. */
  retire(stack: StackRecord): void;
}

/** Rejects with the reason when the operation fails, after everything that follows from the failure is done. */
export async function runOperation(transaction: StackTransaction, world: OperationWorld): Promise<void> {
  const { kind, phase } = transaction.operation;
  if (kind === 'DELETE') return await deleteStack(transaction, world);
  if (phase === 'back') return await rollBack(transaction);
  try {
    if (phase === 'forward') await goForward(transaction, world);
  } catch (fault) {
    if (!(fault instanceof Interrupted)) await fail(transaction, world, fault);
    throw fault;
  }
  await complete(transaction);
}

async function goForward(transaction: StackTransaction, world: OperationWorld): Promise<void> {
  const imports = new Set<string>();
  const scope = world.scope(transaction, imports);
  await deployResources(transaction, scope);
  const outputs = readOutputs(transaction.template, scope);
  const { stackName } = transaction.stack;
  checkExports({ stackName, outputs: transaction.operation.before.outputs }, outputs, world.stacks());
  const { operation } = transaction;
  transaction.change({ ...operation.goal, outputs, imports: [...imports] });
}

async function complete(transaction: StackTransaction): Promise<void> {
  const { kind, cleanups } = transaction.operation;
  if (kind === 'UPDATE') transaction.change({ status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', statusReason: '' });
  if (cleanups.length > 0) transaction.note({ phase: 'cleanup' });
  const statusReason = await cleanUp(transaction);
  transaction.finish(`${kind === 'CREATE' ? 'CREATE' : 'UPDATE'}_COMPLETE`, statusReason);
}

/** What follows from a failure: a rollback, a deletion, or a stack that waits half-way for what it is told next. */
async function fail(transaction: StackTransaction, world: OperationWorld, fault: unknown): Promise<void> {
  const { kind, onFailure, goal } = transaction.operation;
  const reason = failureReason(transaction, fault);
  if (onFailure === 'DO_NOTHING') {
    // The operation stays in the record: it is what RollbackStack goes back with.
    return transaction.change({
      ...goal,
      status: kind === 'CREATE' ? 'CREATE_FAILED' : 'UPDATE_FAILED',
      statusReason: reason,
    });
  }
  if (onFailure === 'DELETE') {
    transaction.change({ ...goal, status: 'DELETE_IN_PROGRESS', statusReason: reason });
    transaction.note({ kind: 'DELETE' });
    return await deleteStack(transaction, world).catch(rethrowUnlessRefused);
  }
  transaction.note({ phase: 'back', cleanups: [] });
  const statusReason = kind === 'CREATE' ? `${reason}Rollback requested by user.` : reason;
  transaction.change({
    status: kind === 'CREATE' ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS',
    statusReason,
  });
  await rollBack(transaction).catch(rethrowUnlessRefused);
}

/** The failure that began it all is the one to report; a mistake of ours is not to be hidden behind it. */
function rethrowUnlessRefused(fault: unknown): void {
  if (!(fault instanceof AwsError)) throw fault;
}

async function rollBack(transaction: StackTransaction): Promise<void> {
  const { kind, before, goal } = transaction.operation;
  const cause = transaction.stack.statusReason ?? '';
  const failed = await undoAll(transaction);
  const prefix = kind === 'CREATE' ? '' : 'UPDATE_';
  if (failed.length > 0) {
    const verb = kind === 'CREATE' ? 'delete' : 'update';
    const statusReason = `The following resource(s) failed to ${verb}: [${failed.join(', ')}]. `;
    transaction.change({ status: `${prefix}ROLLBACK_FAILED`, statusReason });
    throw new AwsError('RollbackFailed', statusReason, 400);
  }
  // A stack whose creation was rolled back still tells what it was to be.
  const { template, parameters } = kind === 'CREATE' ? goal : before;
  transaction.change({ ...before, template, parameters });
  transaction.finish(`${prefix}ROLLBACK_COMPLETE`, cause);
}

async function deleteStack(transaction: StackTransaction, world: OperationWorld): Promise<void> {
  try {
    checkExports(transaction.stack, [], world.stacks());
    await deleteResources(transaction);
  } catch (fault) {
    if (fault instanceof Interrupted) throw fault;
    const statusReason = failureReason(transaction, fault, 'delete');
    transaction.finish('DELETE_FAILED', statusReason);
    throw fault;
  }
  transaction.finish('DELETE_COMPLETE', '', { outputs: [], imports: [] });
  world.retire(transaction.stack);
}

function failureReason(transaction: StackTransaction, fault: unknown, verb?: 'delete'): string {
  const logicalId = fault instanceof AwsError ? fault.members['logicalId'] : undefined;
  if (typeof logicalId !== 'string') return `${fault instanceof Error ? fault.message : String(fault)}. `;
  const status = transaction.resource(logicalId)?.status;
  const did = verb ?? (status === 'CREATE_FAILED' ? 'create' : 'update');
  return `The following resource(s) failed to ${did}: [${logicalId}]. `;
}
