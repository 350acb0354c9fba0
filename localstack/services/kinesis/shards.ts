/** The shards of a stream as data, and how splitting, merging and scaling change them. Pure: the clock's time comes in. */
import { hashKeyEnd, hashKeyFrom, hashKeyNumber } from './hash-key.ts';

/** One shard, open or closed. Ranges are whole hash keys, both ends included. */
export interface Shard {
  readonly index: number;
  readonly startHash: string;
  readonly endHash: string;
  readonly createdAtMs: number;
  readonly closedAtMs?: number;
  readonly parentIndex?: number;
  /** The other parent, when the shard came of a merge. */
  readonly adjacentParentIndex?: number;
}

/** `shardId-` and twelve digits. */
export function shardIdOf(index: number): string {
  return `shardId-${String(index).padStart(12, '0')}`;
}

/** The index in a shard id; undefined when the text is none. AWS takes the number without `shardId-` too. */
export function shardIndexOf(shardId: string): number | undefined {
  const digits = /^(?:shardId-)?(\d{1,12})$/.exec(shardId)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

export function isOpen({ closedAtMs }: Shard): boolean {
  return closedAtMs === undefined;
}

/** True when the shard took records at `timeMs`. */
export function wasOpenAt({ createdAtMs, closedAtMs }: Shard, timeMs: number): boolean {
  return createdAtMs <= timeMs && (closedAtMs === undefined || closedAtMs > timeMs);
}

/** Open shards in the order of their ranges. */
export function openShards(shards: readonly Shard[]): Shard[] {
  return shards.filter(isOpen).sort((a, b) => (a.startHash < b.startHash ? -1 : 1));
}

/** Shards that have `index` as a parent. */
export function childrenOf(shards: readonly Shard[], index: number): Shard[] {
  return shards.filter((shard) => shard.parentIndex === index || shard.adjacentParentIndex === index);
}

/** `count` shards of equal ranges, as CreateStream makes them. */
export function uniformShards(count: number, nowMs: number): Shard[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    startHash: hashKeyFrom(uniformStart(index, count)),
    endHash: hashKeyFrom(uniformStart(index + 1, count) - 1n),
    createdAtMs: nowMs,
  }));
}

/** Closes `shard` and adds two children, the second of which begins at `startOfSecond`, inside its range. */
export function split(shards: readonly Shard[], shard: Shard, startOfSecond: bigint, nowMs: number): Shard[] {
  const child = { createdAtMs: nowMs, parentIndex: shard.index };
  const index = nextIndex(shards);
  return [
    ...close(shards, [shard], nowMs),
    { ...child, index, startHash: shard.startHash, endHash: hashKeyFrom(startOfSecond - 1n) },
    { ...child, index: index + 1, startHash: hashKeyFrom(startOfSecond), endHash: shard.endHash },
  ];
}

/** Closes two neighbours and adds the child that has both their ranges. */
export function merge(shards: readonly Shard[], first: Shard, second: Shard, nowMs: number): Shard[] {
  const [lower, upper] = first.startHash < second.startHash ? [first, second] : [second, first];
  return [
    ...close(shards, [first, second], nowMs),
    {
      index: nextIndex(shards),
      startHash: lower.startHash,
      endHash: upper.endHash,
      createdAtMs: nowMs,
      parentIndex: first.index,
      adjacentParentIndex: second.index,
    },
  ];
}

/** True when the end of one range is right before the start of the other. */
export function areNeighbours(first: Shard, second: Shard): boolean {
  const meets = (a: Shard, b: Shard): boolean => hashKeyNumber(a.endHash) + 1n === hashKeyNumber(b.startHash);
  return meets(first, second) || meets(second, first);
}

/**
 * Scales to `count` shards of equal ranges, by splits and then merges, as AWS does: shards in between live for no time.
 */
export function scale(shards: readonly Shard[], count: number, nowMs: number): Shard[] {
  const starts = Array.from({ length: count }, (_, index) => uniformStart(index, count));
  let scaled = [...shards];
  for (const start of starts) {
    const key = hashKeyFrom(start);
    const cut = openShards(scaled).find(({ startHash, endHash }) => startHash < key && key <= endHash);
    if (cut) scaled = split(scaled, cut, start, nowMs);
  }
  const isStart = new Set(starts.map(hashKeyFrom));
  for (let pair = pairToMerge(scaled, isStart); pair; pair = pairToMerge(scaled, isStart)) {
    scaled = merge(scaled, pair[0], pair[1], nowMs);
  }
  return scaled;
}

/** The first two neighbours between which no range of the target begins. */
function pairToMerge(shards: readonly Shard[], starts: ReadonlySet<string>): [Shard, Shard] | undefined {
  const open = openShards(shards);
  const at = open.findIndex((shard, position) => position > 0 && !starts.has(shard.startHash));
  const [first, second] = [open[at - 1], open[at]];
  return first && second && [first, second];
}

function uniformStart(index: number, count: number): bigint {
  return index === count ? hashKeyEnd : (hashKeyEnd / BigInt(count)) * BigInt(index);
}

function close(shards: readonly Shard[], closing: readonly Shard[], closedAtMs: number): Shard[] {
  return shards.map((shard) => (closing.includes(shard) ? { ...shard, closedAtMs } : shard));
}

function nextIndex(shards: readonly Shard[]): number {
  return Math.max(-1, ...shards.map(({ index }) => index)) + 1;
}
