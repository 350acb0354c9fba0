/** A record in a shard. */
export type StreamRecord = {
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  readonly arrivedAtMs: number;
};

export type Shard<Entry extends StreamRecord = StreamRecord> = {
  readonly id: string;
  readonly parentIds: readonly string[];
  /** The hash keys that it takes, both included. */
  readonly range: readonly [number, number];
  readonly records: Entry[];
  isClosed: boolean;
};

/** Hash keys have 128 bits on AWS; 16 divide a few keys just as well. */
export const hashKeyMax = 0xffff;

/** A stream in memory: shards by ranges of hash keys, split and merged, each with its records in their order. */
export class StreamStore<Entry extends StreamRecord = StreamRecord> {
  readonly shards: Shard<Entry>[] = [];
  readonly #hashOf: (partitionKey: string) => number;

  constructor(shardCount: number, hashOf: (partitionKey: string) => number) {
    this.#hashOf = hashOf;
    const width = (hashKeyMax + 1) / shardCount;
    for (let index = 0; index < shardCount; index += 1)
      this.#open([], [Math.floor(index * width), Math.floor((index + 1) * width) - 1]);
  }

  get openShards(): Shard<Entry>[] {
    return this.shards.filter(({ isClosed }) => !isClosed);
  }

  shard(id: string): Shard<Entry> {
    const shard = this.shards.find((each) => each.id === id);
    if (!shard) throw new Error(`there is no shard ${id}`);
    return shard;
  }

  shardFor(partitionKey: string): Shard<Entry> {
    const hashKey = this.#hashOf(partitionKey);
    const shard = this.shards.find(({ isClosed, range }) => !isClosed && range[0] <= hashKey && hashKey <= range[1]);
    if (!shard) throw new Error(`no open shard takes the hash key ${hashKey}`);
    return shard;
  }

  /** Splits a shard in two of which the second begins at `startingHashKey`. */
  split(shard: Shard<Entry>, startingHashKey: number): void {
    const [low, high] = shard.range;
    if (shard.isClosed || startingHashKey <= low || startingHashKey > high)
      throw new RangeError(`${shard.id} cannot be split at ${startingHashKey}`);
    shard.isClosed = true;
    this.#open([shard.id], [low, startingHashKey - 1]);
    this.#open([shard.id], [startingHashKey, high]);
  }

  /** Merges two shards whose ranges are neighbours. */
  merge(left: Shard<Entry>, right: Shard<Entry>): void {
    if (left.isClosed || right.isClosed || left.range[1] + 1 !== right.range[0])
      throw new RangeError(`${left.id} and ${right.id} are no open neighbours`);
    left.isClosed = true;
    right.isClosed = true;
    this.#open([left.id, right.id], [left.range[0], right.range[1]]);
  }

  #open(parentIds: readonly string[], range: readonly [number, number]): void {
    const id = `shardId-${String(this.shards.length).padStart(12, '0')}`;
    this.shards.push({ id, parentIds, range, records: [], isClosed: false });
  }
}
