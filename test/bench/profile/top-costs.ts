/** Reads a CPU profile: what costs most, with file and line, as shares of the time that the process was busy. */
import { existsSync, readFileSync } from 'node:fs';

/** https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile */
export interface Profile {
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  /** Microseconds. */
  readonly timeDeltas: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

const topCount = 14;
/** Neither is work of the process, nor is the profiler's own. */
const waiting = new Set(['(idle)', '(root)']);
const isWaiting = ({ callFrame: { functionName, url } }: ProfileNode): boolean =>
  waiting.has(functionName) || url === 'node:inspector';

export interface Costs {
  readonly busyMs: number;
  readonly lines: readonly string[];
}

export function topCosts({ nodes, samples, timeDeltas }: Profile): Costs {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const selfUs = new Map<number, number>();
  samples.forEach((id, index) => addTo(selfUs, id, timeDeltas[index] ?? 0));

  const own = new Map<string, number>();
  const modules = new Map<string, number>();
  let busyUs = 0;
  for (const [id, us] of selfUs) {
    const node = byId.get(id);
    if (!node || isWaiting(node)) continue;
    busyUs += us;
    const { module, place } = placeOf(node);
    addTo(own, place, us);
    addTo(modules, packageOf(module), us);
  }
  const shares = (costs: ReadonlyMap<string, number>): string[] =>
    [...costs]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, topCount)
      .map(([what, us]) => `${((100 * us) / busyUs).toFixed(1).padStart(7)} %  ${what}`);
  const busyMs = Math.round(busyUs / 1000);
  const lines = [
    `busy for ${busyMs} ms`,
    'by package or room, in itself',
    ...shares(modules),
    'by function, in itself',
    ...shares(own),
    'by function, with all that it calls',
    ...shares(wholeCosts(nodes, byId, selfUs)),
  ];
  return { busyMs, lines };
}

/** Time in functions and below; recursion counts once. Node's own functions are left out: they call everything. */
function wholeCosts(
  nodes: readonly ProfileNode[],
  byId: ReadonlyMap<number, ProfileNode>,
  selfUs: ReadonlyMap<number, number>,
): Map<string, number> {
  const whole = new Map<string, number>();
  const above = new Map<string, number>();
  const walk = (node: ProfileNode): number => {
    const { module, place } = placeOf(node);
    addTo(above, place, 1);
    let us = selfUs.get(node.id) ?? 0;
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child) us += walk(child);
    }
    addTo(above, place, -1);
    const isOurs = module !== '' && !module.startsWith('node:');
    if (isOurs && !above.get(place)) addTo(whole, place, us);
    return us;
  };
  const [root] = nodes;
  if (root) walk(root);
  return whole;
}

function addTo<Key>(sums: Map<Key, number>, key: Key, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

function placeOf({ callFrame: { functionName, url, lineNumber } }: ProfileNode): { module: string; place: string } {
  const file = url.replace(/^file:\/\//u, '');
  const line = lineNumber + 1;
  const source = file.includes('/lambda-code/') ? bundledSource(file, line) : undefined;
  const module = (source?.module ?? file)
    .replace(`${process.cwd()}/`, '')
    .replace(/^.*\/node_modules\//u, 'node_modules/');
  return { module, place: `${functionName || '(anonymous)'} ${module}:${source?.line ?? line}` };
}

/** `node_modules/@scope/name`, or a room of ours two folders deep. */
function packageOf(module: string): string {
  if (module === '') return 'the engine: garbage collection, sockets, JSON, hashes';
  if (module.startsWith('node:')) return module.split('/').slice(0, 2).join('/');
  const depth = module.startsWith('node_modules/@') || module.startsWith('localstack/services') ? 3 : 2;
  return module.split('/').slice(0, depth).join('/');
}

interface Piece {
  readonly startLine: number;
  readonly module: string;
}

const bundles = new Map<string, readonly Piece[]>();

/** esbuild writes each module's path as a comment before its code. */
function bundledSource(file: string, line: number): { module: string; line: number } | undefined {
  let pieces = bundles.get(file);
  if (!pieces) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    pieces = text.split('\n').flatMap((content, index) => {
      const module = /^\s*\/\/ (\S+\.[cm]?[jt]s)$/u.exec(content)?.[1];
      return module ? { startLine: index + 1, module } : [];
    });
    bundles.set(file, pieces);
  }
  const piece = pieces.findLast(({ startLine }) => startLine <= line);
  return piece && { module: piece.module, line: line - piece.startLine };
}
