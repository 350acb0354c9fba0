/** What an update makes of an item. */
import { validationError } from '../../../engine/aws-error.ts';
import { type AttributeValue, type Item, setAttribute, setMembers, setOf } from '../values/attribute-value.ts';
import { levelsMax, levelsOf, tooManyLevels } from '../values/check-value.ts';
import { addNumbers, subtractNumbers } from '../values/decimal.ts';
import { childOf, valueAt } from './project.ts';
import type { Path, Source, UpdateAction } from './syntax.ts';

/**
 * A new item: `item` with all actions done. Every operand is read from `item` as it was before the update, and list
 * indexes of REMOVE mean the elements before the update. `item` itself stays as it is.
 */
export function applyUpdate(item: Item, actions: readonly UpdateAction[]): Item {
  const root: { M: Item } = { M: { ...item } };
  const owned = new Set<AttributeValue>([root]);
  const sources = new Map(
    actions.map((action) => [action, action.kind === 'set' ? resolve(action.source, item) : undefined]),
  );
  for (const action of [...actions].sort(byPlace)) {
    const holder = ownHolder(root, action.path, owned);
    const step = action.path.at(-1) ?? '';
    const current = childOf(holder, step);
    const result = resultOf(action, current, sources.get(action));
    if (result && action.path.length - 1 + levelsOf(result) > levelsMax) throw tooManyLevels();
    place(holder, step, result);
  }
  return root.M;
}

/** SET past the end of a list goes in order of the indexes. REMOVE comes last, from the inside out and from the end forwards, so that no index moves before its turn. */
function byPlace(a: UpdateAction, b: UpdateAction): number {
  if (a.kind === 'remove' && b.kind === 'remove') return b.path.length - a.path.length || lastIndex(b) - lastIndex(a);
  return Number(a.kind === 'remove') - Number(b.kind === 'remove') || lastIndex(a) - lastIndex(b);
}

function lastIndex({ path }: UpdateAction): number {
  const step = path.at(-1);
  return typeof step === 'number' ? step : -1;
}

/** The map or list that holds the last step of `path`, copied on its way so that the old item is not changed. */
function ownHolder(root: { M: Item }, path: Path, owned: Set<AttributeValue>): AttributeValue {
  let holder: AttributeValue = root;
  for (const step of path.slice(0, -1)) {
    const child: AttributeValue | undefined = childOf(holder, step);
    if (child === undefined || !('M' in child || 'L' in child)) throw invalidPath();
    if (owned.has(child)) holder = child;
    else {
      const copy: AttributeValue = 'M' in child ? { M: { ...child.M } } : { L: [...child.L] };
      place(holder, step, copy);
      owned.add(copy);
      holder = copy;
    }
  }
  return holder;
}

/** Puts `value` at a step of a map or list; `undefined` takes away what is there. */
function place(holder: AttributeValue, step: string | number, value: AttributeValue | undefined): void {
  if ('M' in holder && typeof step === 'string') {
    if (value) setAttribute(holder.M, step, value);
    else delete holder.M[step];
  } else if ('L' in holder && typeof step === 'number') {
    if (!value) holder.L.splice(step, 1);
    else if (step < holder.L.length) holder.L[step] = value;
    else holder.L.push(value);
  } else throw invalidPath();
}

function resultOf(
  action: UpdateAction,
  current: AttributeValue | undefined,
  source: AttributeValue | undefined,
): AttributeValue | undefined {
  switch (action.kind) {
    case 'set':
      return source;
    case 'remove':
      return undefined;
    case 'add':
      return current ? sumOf(current, action.value) : action.value;
    case 'delete':
      return current && difference(current, action.value);
    default:
      return action satisfies never;
  }
}

function resolve(source: Source, item: Item): AttributeValue {
  switch (source.kind) {
    case 'value':
      return source.value;
    case 'path': {
      const value = valueAt(item, source.path);
      if (value) return value;
      throw validationError('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'if_not_exists':
      return valueAt(item, source.path) ?? resolve(source.otherwise, item);
    case 'list_append': {
      const left = resolve(source.left, item);
      const right = resolve(source.right, item);
      if (!('L' in left) || !('L' in right)) throw incorrectOperand();
      return { L: [...left.L, ...right.L] };
    }
    case 'plus':
      return { N: addNumbers(numberOf(resolve(source.left, item)), numberOf(resolve(source.right, item))) };
    case 'minus':
      return { N: subtractNumbers(numberOf(resolve(source.left, item)), numberOf(resolve(source.right, item))) };
    default:
      return source satisfies never;
  }
}

function numberOf(value: AttributeValue): string {
  if ('N' in value) return value.N;
  throw incorrectOperand();
}

/** ADD: the sum of numbers, the union of sets of one type. Members keep their order, new ones follow. */
function sumOf(current: AttributeValue, value: AttributeValue): AttributeValue {
  if ('N' in current && 'N' in value) return { N: addNumbers(current.N, value.N) };
  const before = setMembers(current);
  const added = setMembers(value);
  if (!before || before.type !== added?.type) throw incorrectOperand();
  const union = new Set(before.members);
  for (const member of added.members) union.add(member);
  return setOf(before.type, [...union]);
}

/** DELETE: what the set has beside the given members; an empty set is no attribute at all. */
function difference(current: AttributeValue, value: AttributeValue): AttributeValue | undefined {
  const before = setMembers(current);
  const removed = setMembers(value);
  if (!before || before.type !== removed?.type) throw incorrectOperand();
  const gone = new Set(removed.members);
  const left = before.members.filter((member) => !gone.has(member));
  return left.length > 0 ? setOf(before.type, left) : undefined;
}

function incorrectOperand(): Error {
  return validationError('An operand in the update expression has an incorrect data type');
}

function invalidPath(): Error {
  return validationError('The document path provided in the update expression is invalid for update');
}
