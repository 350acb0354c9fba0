/** Reading places inside an item. */
import { type AttributeValue, attributeOf, type Item, setAttribute } from '../values/attribute-value.ts';
import type { Path } from './syntax.ts';

/** The value at `path`, if the item has one there. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let current: AttributeValue | undefined = { M: item };
  for (const step of path) {
    if (current === undefined) return undefined;
    current = childOf(current, step);
  }
  return current;
}

/** The element of a list or the attribute of a map, if `value` is one and has it. */
export function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? attributeOf(value.M, step) : undefined;
}

interface PathTree {
  readonly children: Map<string | number, PathTree>;
}

/** What the item has at the given paths, and nothing else. Lists keep only the chosen elements, in their order. */
export function projectItem(item: Item, paths: readonly Path[]): Item {
  const root: PathTree = { children: new Map() };
  for (const path of paths) {
    let node = root;
    for (const step of path) {
      const child: PathTree = node.children.get(step) ?? { children: new Map() };
      node.children.set(step, child);
      node = child;
    }
  }
  return chooseFromMap(item, root);
}

function choose(value: AttributeValue, { children }: PathTree): AttributeValue | undefined {
  if (children.size === 0) return value;
  if ('M' in value) {
    const chosen = chooseFromMap(value.M, { children });
    return Object.keys(chosen).length > 0 ? { M: chosen } : undefined;
  }
  if (!('L' in value)) return undefined;
  const chosen = value.L.flatMap((element, index) => {
    const child = children.get(index);
    return (child && choose(element, child)) ?? [];
  });
  return chosen.length > 0 ? { L: chosen } : undefined;
}

function chooseFromMap(item: Item, { children }: PathTree): Item {
  const chosen: Item = {};
  for (const [step, child] of children) {
    const value = typeof step === 'string' ? attributeOf(item, step) : undefined;
    const part = value && choose(value, child);
    if (part && typeof step === 'string') setAttribute(chosen, step, part);
  }
  return chosen;
}
