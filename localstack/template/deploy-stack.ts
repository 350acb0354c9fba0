/**
 * Makes a stack be what its template says: creates, changes in place, and replaces resources in the order of their
 * dependencies. Each step is recorded before the next begins, so that a deployment cut off by `kill -9` goes on.
 */
import type { Properties, Resource, ResourceScope } from '../engine/service.ts';
import { createOrAdopt } from './adopt-existing.ts';
import { isCustomType } from './custom-resource.ts';
import { resolve, type Scope } from './intrinsics.ts';
import { creationOrder } from './order.ts';
import { sameJson } from './same-json.ts';
import type { ResourceRecord, ResourceStatus } from './stack-record.ts';
import type { StackTransaction } from './stack-transaction.ts';

/** Resolves when every resource is as the template says, but for the deletions, which wait among the operation's cleanups. */
export async function deployResources(transaction: StackTransaction, scope: Scope): Promise<void> {
  const { template } = transaction;
  const wanted = creationOrder(template.Resources).filter((logicalId) => isWanted(transaction, logicalId, scope));
  for (const logicalId of wanted) await deployResource(transaction, logicalId, scope);
  const removed = transaction
    .logicalIds()
    .toReversed()
    .flatMap((logicalId) => (wanted.includes(logicalId) ? [] : (transaction.resource(logicalId) ?? [])));
  const replaced = transaction.operation.cleanups.filter(({ kind }) => kind === 'replaced');
  transaction.note({ cleanups: [...replaced, ...removed.map((record) => ({ kind: 'removed' as const, record }))] });
}

function isWanted({ template }: StackTransaction, logicalId: string, scope: Scope): boolean {
  const condition = template.Resources[logicalId]?.Condition;
  return condition === undefined || scope.condition(condition);
}

interface Wish {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Properties;
  readonly isRetained: boolean;
  readonly isRetainedByRollback: boolean;
}

async function deployResource(transaction: StackTransaction, logicalId: string, scope: Scope): Promise<void> {
  const declared = transaction.template.Resources[logicalId];
  if (!declared) return;
  const { Type: type, Properties = {}, DeletionPolicy } = declared;
  const wish: Wish = {
    logicalId,
    type,
    properties: resolve(Properties, scope) as Properties,
    isRetained: DeletionPolicy === 'Retain' || DeletionPolicy === 'RetainExceptOnCreate',
    isRetainedByRollback: DeletionPolicy === 'Retain' && !transaction.operation.retainsExceptOnCreate,
  };
  const existing = transaction.resource(logicalId);
  if (!existing) return await createResource(transaction, wish, 0);
  if (existing.status === 'CREATE_IN_PROGRESS') return await createAnew(transaction, wish, existing);
  if (existing.physicalId === '') return await createResource(transaction, wish, existing.generation + 1);
  if (existing.type !== type) return await replaceResource(transaction, wish, existing);
  const isUnchanged = sameJson(existing.properties, wish.properties) && !existing.attemptedProperties;
  if (!isUnchanged) return await updateResource(transaction, wish, existing);
  // Its policies may have changed.
  if (!sameJson(existing, { ...existing, ...wish })) transaction.put({ ...existing, ...wish });
  return undefined;
}

async function createResource(transaction: StackTransaction, wish: Wish, generation: number): Promise<void> {
  transaction.put(unmade(transaction, wish, generation), { undo: { kind: 'created', logicalId: wish.logicalId } });
  await make(transaction, wish, generation, 'CREATE_COMPLETE');
}

function unmade(transaction: StackTransaction, wish: Wish, generation: number): ResourceRecord {
  const updatedAtMs = transaction.nowMs();
  return { ...wish, physicalId: '', attributes: {}, status: 'CREATE_IN_PROGRESS', updatedAtMs, generation };
}

async function make(
  transaction: StackTransaction,
  wish: Wish,
  generation: number,
  status: ResourceStatus,
): Promise<void> {
  const { logicalId, type, properties } = wish;
  const failed = status === 'CREATE_COMPLETE' ? 'CREATE_FAILED' : 'UPDATE_FAILED';
  const scope = transaction.scope(logicalId, generation);
  const made = await transaction.attempt(logicalId, failed, () => create(transaction, type, properties, scope));
  const isRetainedByRollback = wish.isRetainedByRollback || made.isAdopted;
  transaction.put(complete(transaction, { ...wish, isRetainedByRollback }, generation, made, status));
}

async function create(
  transaction: StackTransaction,
  typeName: string,
  properties: Properties,
  scope: ResourceScope,
): Promise<Resource & { readonly isAdopted: boolean }> {
  const type = transaction.type(typeName);
  if (!transaction.operation.importsExisting) return { ...(await type.create(properties, scope)), isAdopted: false };
  return await createOrAdopt({ type, typeName, properties, scope, stacks: transaction.stacks() });
}

function complete(
  transaction: StackTransaction,
  wish: Wish,
  generation: number,
  { physicalId, attributes }: Resource,
  status: ResourceStatus,
): ResourceRecord {
  return { ...wish, physicalId, attributes, status, updatedAtMs: transaction.nowMs(), generation };
}

/** A creation that a kill cut off: it may or may not have happened. What it may have left is removed, and it is made again. */
async function createAnew(transaction: StackTransaction, wish: Wish, existing: ResourceRecord): Promise<void> {
  await deleteUnfinished(transaction, existing);
  const generation = existing.generation + 1;
  transaction.put(unmade(transaction, wish, generation));
  const isReplacement = replacedBy(transaction, existing) !== undefined;
  await make(transaction, wish, generation, isReplacement ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE');
}

/** Removes what bears the name that an unfinished creation would have been given: nothing can have been kept in it yet. */
export async function deleteUnfinished(transaction: StackTransaction, existing: ResourceRecord): Promise<void> {
  // A provider is not to be asked for what it may never have heard of.
  if (isCustomType(existing.type)) return;
  const scope = transaction.scope(existing.logicalId, existing.generation);
  const isReplacement = replacedBy(transaction, existing) !== undefined;
  for (const name of possibleNames(existing, scope, isReplacement)) {
    await transaction
      .type(existing.type)
      .delete(name, existing.properties, scope)
      .catch(() => undefined);
  }
}

/** The resource that `record` is to take the place of, if any. */
function replacedBy({ operation }: StackTransaction, { logicalId }: ResourceRecord): ResourceRecord | undefined {
  const last = operation.undos.findLast((undo) => undo.logicalId === logicalId);
  return last?.kind === 'replaced' ? last.previous : undefined;
}

/** Lengths that services allow their names; a generated name is cut to one of them. */
const nameLengths = [40, 63, 64, 80, 128, 140, 255, 512];

/**
 * The names that an unfinished creation may have used: the generated one, and those given in its properties. A given
 * name of a replacement is left out: the old resource, with its data, bears it.
 */
function possibleNames({ properties }: ResourceRecord, scope: ResourceScope, isReplacement: boolean): Set<string> {
  const generated = nameLengths.map((lengthMax) => scope.generateName(lengthMax));
  const given = Object.entries(properties)
    .filter(([property, value]) => /^(?:\w*Name|Name)$/u.test(property) && typeof value === 'string')
    .map(([, value]) => value as string);
  return new Set(isReplacement ? generated : [...given, ...generated]);
}

async function updateResource(transaction: StackTransaction, wish: Wish, existing: ResourceRecord): Promise<void> {
  const { logicalId, type, properties } = wish;
  const isUndoable = transaction.operation.undos.some((undo) => undo.logicalId === logicalId);
  transaction.put(
    { ...existing, attemptedProperties: properties, status: 'UPDATE_IN_PROGRESS', updatedAtMs: transaction.nowMs() },
    isUndoable ? {} : { undo: { kind: 'updated', logicalId, previous: existing } },
  );
  const { physicalId, generation } = existing;
  const outcome = await transaction.attempt(logicalId, 'UPDATE_FAILED', () =>
    transaction
      .type(type)
      .update(physicalId, properties, existing.properties, transaction.scope(logicalId, generation)),
  );
  if (outcome === 'replace') return await replaceResource(transaction, wish, existing);
  // A custom resource that answers with another id has replaced itself, and is asked to delete what it was.
  const isReplaced = outcome.physicalId !== physicalId;
  transaction.put(
    complete(transaction, wish, generation, outcome, 'UPDATE_COMPLETE'),
    isReplaced ? { cleanup: { kind: 'replaced', record: existing } } : {},
  );
}

/** Makes the new one first, and deletes the old one only when the whole deployment has succeeded, as CloudFormation does. */
async function replaceResource(transaction: StackTransaction, wish: Wish, existing: ResourceRecord): Promise<void> {
  const { attemptedProperties: _attempted, ...previous } = existing;
  const generation = existing.generation + 1;
  transaction.put(unmade(transaction, wish, generation), {
    undo: { kind: 'replaced', logicalId: wish.logicalId, previous },
    told: 'UPDATE_IN_PROGRESS',
    reason: 'Requested update requires the creation of a new physical resource; hence creating one.',
  });
  await make(transaction, wish, generation, 'UPDATE_COMPLETE');
  const made = transaction.resource(wish.logicalId);
  const policy = transaction.template.Resources[wish.logicalId]?.UpdateReplacePolicy;
  const isKept = policy === 'Retain' || policy === 'RetainExceptOnCreate';
  if (made && !isKept) transaction.put(made, { cleanup: { kind: 'replaced', record: previous } });
}
