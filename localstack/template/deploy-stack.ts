/**
 * Makes a stack be what its template says: creates, changes in place, replaces and deletes resources in the order of
 * their dependencies. Each step is recorded before the next begins, so that
 * a deployment cut off by `kill -9` is taken up by the next one.
 */
import type { Resource, ResourceScope } from '../engine/service.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { creationOrder } from './order.ts';
import type { ResourceRecord, ResourceStatus } from './stack-record.ts';
import type { StackTransaction } from './stack-transaction.ts';

/** Resolves when every resource is as the template says, but for the deletions, which wait in the transaction's cleanups. */
export async function deployResources(transaction: StackTransaction, scope: Scope): Promise<void> {
  const { template } = transaction;
  const wanted = creationOrder(template.Resources).filter((logicalId) => isWanted(transaction, logicalId, scope));
  for (const logicalId of wanted) await deployResource(transaction, logicalId, scope);
  for (const logicalId of transaction.logicalIds().toReversed()) {
    const existing = transaction.resource(logicalId);
    // Deleting is the one step that cannot be undone, so it waits until everything else has succeeded.
    if (existing && !wanted.includes(logicalId)) transaction.cleanups.push(() => deleteResource(transaction, existing));
  }
}

function isWanted({ template }: StackTransaction, logicalId: string, scope: Scope): boolean {
  const condition = template.Resources[logicalId]?.Condition;
  return condition === undefined || scope.condition(condition);
}

async function deployResource(transaction: StackTransaction, logicalId: string, scope: Scope): Promise<void> {
  const declared = transaction.template.Resources[logicalId];
  if (!declared) return;
  const properties = resolve(declared.Properties ?? {}, scope) as Record<string, unknown>;
  const isRetained = declared.DeletionPolicy === 'Retain' || declared.DeletionPolicy === 'RetainExceptOnCreate';
  const existing = transaction.resource(logicalId);
  const wish = { logicalId, type: declared.Type, properties, isRetained };
  if (existing?.status === 'CREATE_IN_PROGRESS') return await createAnew(transaction, wish, existing);
  if (!existing) return await createResource(transaction, wish, 0);
  if (existing.type !== wish.type) return await replaceResource(transaction, wish, existing);
  if (existing.status !== 'UPDATE_IN_PROGRESS' && sameJson(existing.properties, properties)) {
    return transaction.put({ ...existing, isRetained });
  }
  return await updateResource(transaction, wish, existing);
}

interface Wish {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly isRetained: boolean;
}

async function createResource(transaction: StackTransaction, wish: Wish, generation: number): Promise<void> {
  const { logicalId, type, properties } = wish;
  const record = (status: ResourceStatus, made?: Resource): ResourceRecord => ({
    ...wish,
    physicalId: made?.physicalId ?? '',
    attributes: made?.attributes ?? {},
    status,
    updatedAtMs: transaction.nowMs(),
    generation,
  });
  transaction.put(record('CREATE_IN_PROGRESS'));
  const made = await transaction.attempt(logicalId, 'CREATE_FAILED', () =>
    transaction.type(type).create(properties, transaction.scope(logicalId, generation)),
  );
  transaction.put(record('CREATE_COMPLETE', made));
  transaction.undos.push({ kind: 'created', logicalId });
}

/**
 * A creation that a kill cut off: it may or may not have happened. What bears the name it would have been given is
 * removed (nothing can have been kept in it yet), and it is made under the next generation's name.
 */
async function createAnew(transaction: StackTransaction, wish: Wish, existing: ResourceRecord): Promise<void> {
  const scope = transaction.scope(wish.logicalId, existing.generation);
  for (const name of possibleNames(existing, scope)) {
    await transaction
      .type(existing.type)
      .delete(name, existing.properties, scope)
      .catch(() => undefined);
  }
  await createResource(transaction, wish, existing.generation + 1);
}

/** The names that an unfinished creation may have used: those given in its properties, and the generated one. */
function possibleNames({ properties }: ResourceRecord, scope: ResourceScope): string[] {
  const given = Object.entries(properties)
    .filter(([property, value]) => /^(?:\w*Name|Name)$/u.test(property) && typeof value === 'string')
    .map(([, value]) => value as string);
  return [...given, scope.generateName(64)];
}

async function updateResource(transaction: StackTransaction, wish: Wish, existing: ResourceRecord): Promise<void> {
  const { logicalId, type, properties } = wish;
  const type_ = transaction.type(type);
  transaction.put({ ...existing, status: 'UPDATE_IN_PROGRESS', updatedAtMs: transaction.nowMs() });
  const outcome = await transaction.attempt(logicalId, 'UPDATE_FAILED', () =>
    type_.update(
      existing.physicalId,
      properties,
      existing.properties,
      transaction.scope(logicalId, existing.generation),
    ),
  );
  if (outcome === 'replace') return await replaceResource(transaction, wish, existing);
  transaction.put({ ...existing, ...wish, ...outcome, status: 'UPDATE_COMPLETE', updatedAtMs: transaction.nowMs() });
  transaction.undos.push({ kind: 'updated', previous: existing });
}

/** Makes the new one first, and deletes the old one only when the whole deployment has succeeded, as CloudFormation does. */
async function replaceResource(transaction: StackTransaction, wish: Wish, existing: ResourceRecord): Promise<void> {
  await createResource(transaction, wish, existing.generation + 1);
  transaction.undos.push({ kind: 'replaced', previous: existing });
  const policy = transaction.template.Resources[wish.logicalId]?.UpdateReplacePolicy;
  if (policy === 'Retain') return;
  transaction.cleanups.push(async () => {
    const scope = transaction.scope(wish.logicalId, existing.generation);
    await transaction.type(existing.type).delete(existing.physicalId, existing.properties, scope);
  });
}

/** Deletes one resource, or lets it be when its policy says Retain. */
export async function deleteResource(transaction: StackTransaction, existing: ResourceRecord): Promise<void> {
  const { logicalId, type, physicalId, properties, isRetained, generation } = existing;
  const isMade = physicalId !== '';
  if (isRetained || !isMade) return transaction.remove(logicalId, 'DELETE_SKIPPED');
  transaction.put({ ...existing, status: 'DELETE_IN_PROGRESS', updatedAtMs: transaction.nowMs() });
  await transaction.attempt(logicalId, 'DELETE_FAILED', () =>
    transaction.type(type).delete(physicalId, properties, transaction.scope(logicalId, generation)),
  );
  return transaction.remove(logicalId, 'DELETE_COMPLETE');
}

/** Equal as JSON, whatever the order of keys. */
function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(sortKeys(a)) === JSON.stringify(sortKeys(b));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sortKeys(each)]),
  );
}
