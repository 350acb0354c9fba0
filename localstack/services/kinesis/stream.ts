/** One stream: its document, and the logs of its shards, opened when first used. */
import { join } from 'node:path';

import { hashKeyOf } from './hash-key.ts';
import { ShardLog, type LogOptions, type LogPage, type ReadLimits } from './log/shard-log.ts';
import { SequenceNumbers } from './sequence-number.ts';
import { ShardThrottle } from './shard-throttle.ts';
import { isOpen, openShards, shardIdOf, type Shard } from './shards.ts';

type StreamStatus = 'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING';
export type StreamMode = 'PROVISIONED' | 'ON_DEMAND';

/** What is remembered of a stream. */
export interface StreamDocument {
  readonly name: string;
  /** Folder of its logs: its own, even when a stream of the same name was there before. */
  readonly id: string;
  readonly createdAtMs: number;
  readonly status: StreamStatus;
  readonly mode: StreamMode;
  readonly retentionHours: number;
  readonly maxRecordKiB: number;
  /** The KMS key, when encryption is on. Metadata only. */
  readonly keyId?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly shards: readonly Shard[];
}

/** A shard with everything that reading and writing it takes. */
export interface OpenedShard {
  readonly shard: Shard;
  readonly shardId: string;
  readonly log: ShardLog;
  readonly sequenceNumbers: SequenceNumbers;
  readonly throttle: ShardThrottle;
}

/** Flag of a record that was written while encryption was on. */
export const encryptedFlag = 1;

const hourMs = 3_600_000;

export class Stream {
  readonly arn: string;
  readonly #folder: string;
  readonly #logOptions: LogOptions;
  readonly #firstOrdinalOf: (shard: Shard) => number;
  readonly #opened = new Map<number, OpenedShard>();
  #document: StreamDocument;
  /** Open shards by range, and where the ranges start. */
  #routes: { readonly starts: readonly string[]; readonly shards: readonly OpenedShard[] } | undefined;

  /** `firstOrdinalOf` says where a shard's ordinals begin when nothing of its log is there. */
  constructor(
    document: StreamDocument,
    arn: string,
    folder: string,
    logOptions: LogOptions,
    firstOrdinalOf: (shard: Shard) => number,
  ) {
    this.arn = arn;
    this.#document = document;
    this.#folder = folder;
    this.#logOptions = logOptions;
    this.#firstOrdinalOf = firstOrdinalOf;
  }

  get document(): StreamDocument {
    return this.#document;
  }

  set document(document: StreamDocument) {
    for (const [index, opened] of this.#opened) {
      const shard = document.shards.find((each) => each.index === index);
      if (shard) this.#opened.set(index, { ...opened, shard });
    }
    this.#document = document;
    this.#routes = undefined;
  }

  get name(): string {
    return this.#document.name;
  }

  /** Records that arrived earlier are gone. */
  horizonMs(nowMs: number): number {
    return nowMs - this.#document.retentionHours * hourMs;
  }

  /** The shards that still may hold records, closed ones included. */
  shards(nowMs: number): Shard[] {
    const horizonMs = this.horizonMs(nowMs);
    return this.#document.shards.filter((shard) => isOpen(shard) || (shard.closedAtMs ?? 0) >= horizonMs);
  }

  openCount(): number {
    return this.#document.shards.filter(isOpen).length;
  }

  /** The shard of that index with its log; undefined when there is none. */
  shard(index: number): OpenedShard | undefined {
    const known = this.#opened.get(index);
    if (known) return known;
    const shard = this.#document.shards.find((each) => each.index === index);
    if (!shard) return undefined;
    const shardId = shardIdOf(index);
    const opened = {
      shard,
      shardId,
      log: new ShardLog(join(this.#folder, shardId), {
        firstOrdinal: this.#firstOrdinalOf(shard),
        ...this.#logOptions,
      }),
      sequenceNumbers: new SequenceNumbers(index, shard.createdAtMs),
      throttle: new ShardThrottle(),
    };
    this.#opened.set(index, opened);
    return opened;
  }

  /** The open shard of a partition key, or of a hash key that overrides it. */
  route(partitionKey: string, hashKey: string = hashKeyOf(partitionKey)): OpenedShard {
    this.#routes ??= this.#openRoutes();
    const { starts, shards } = this.#routes;
    let low = 1;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? '') <= hashKey) low = middle + 1;
      else high = middle;
    }
    const found = shards[low - 1];
    if (!found) throw new Error(`stream ${this.name} has no open shard for hash key ${hashKey}`);
    return found;
  }

  /** Committed records of a shard from `from` on, without those past the retention period. */
  read({ log }: OpenedShard, from: number, limits: ReadLimits, nowMs: number): LogPage {
    const horizonMs = this.horizonMs(nowMs);
    const page = log.read(from, limits);
    const first = page.records[0];
    return first && first.arrivalMs < horizonMs ? log.read(log.ordinalAt(horizonMs), limits) : page;
  }

  /** Deletes segments past the retention period. */
  expire(nowMs: number): void {
    const horizonMs = this.horizonMs(nowMs);
    for (const { index } of this.#document.shards) this.shard(index)?.log.expire(horizonMs);
  }

  /** Closes the logs; they open again when they are used. */
  close(): void {
    for (const { log } of this.#opened.values()) log.close();
    this.#opened.clear();
    this.#routes = undefined;
  }

  /** Closes the log of a shard that is gone and returns the folder it was in. */
  forget(index: number): string {
    this.#opened.get(index)?.log.close();
    this.#opened.delete(index);
    return join(this.#folder, shardIdOf(index));
  }

  #openRoutes(): { starts: string[]; shards: OpenedShard[] } {
    const shards = openShards(this.#document.shards).flatMap(({ index }) => this.shard(index) ?? []);
    return { starts: shards.map(({ shard }) => shard.startHash), shards };
  }
}
