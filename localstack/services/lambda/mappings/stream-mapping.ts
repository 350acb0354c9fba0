/**
 * An event source mapping on a stream: one reader for each shard whose parents have been worked to their end, woken
 * by the stream itself.
 */
import type { Clock, Timer } from '../../../engine/clock.ts';
import type { InvokeAnswer, StartPosition, StreamDoor, StreamRecord, StreamShard } from '../../../engine/doors.ts';
import type { Attempt } from './batch-attempt.ts';
import type { DiscardReason } from './batch-failure.ts';
import type { Checkpoints } from './checkpoints.ts';
import { ShardReader } from './shard-reader.ts';
import type { ShardReaderHost } from './shard-reader.ts';
import type { StreamSettings } from './stream-settings.ts';
import type { WindowContext } from './tumbling-window.ts';

export interface StreamMappingPorts {
  readonly clock: Clock;
  readonly streams: StreamDoor;
  readonly checkpoints: Checkpoints;
  sizeOf(record: StreamRecord): number;
  /** Throws when the function could not be invoked at all. */
  invoke(shardId: string, records: readonly StreamRecord[], window?: WindowContext): Promise<InvokeAnswer>;
  /** Tells the on-failure destination of records that are given up. */
  report(shardId: string, attempt: Attempt<StreamRecord>, reason: DiscardReason, answer?: InvokeAnswer): void;
  noteFault(fault: unknown): void;
}

/** How long after a stream could not be read it is looked for again, if it does not report a change before. */
const retryMs = 10_000;

/**
 * Fixes where a new mapping begins, in every shard there is: LATEST and AT_TIMESTAMP mean the moment of creation.
 * Shards that come later are read from their beginning. Throws what the stream's door throws.
 */
export function seedCheckpoints(
  mappingId: string,
  streamArn: string,
  start: StartPosition,
  { streams, checkpoints }: Pick<StreamMappingPorts, 'streams' | 'checkpoints'>,
): void {
  for (const { shardId, isClosed } of streams.shards(streamArn)) {
    const isPast = start.kind === 'LATEST' && isClosed;
    const position = isPast ? start : streams.resolve(streamArn, shardId, start);
    checkpoints.put(mappingId, shardId, { position, isEnded: isPast });
  }
}

export class StreamMapping {
  readonly #id: string;
  readonly #streamArn: string;
  readonly #settings: StreamSettings;
  readonly #ports: StreamMappingPorts;
  readonly #readers = new Map<string, ShardReader>();
  readonly #endedShards = new Set<string>();
  #retry: Timer | undefined;
  #unsubscribe: () => void = () => undefined;
  #isStopped = false;

  constructor(id: string, streamArn: string, settings: StreamSettings, ports: StreamMappingPorts) {
    this.#id = id;
    this.#streamArn = streamArn;
    this.#settings = settings;
    this.#ports = ports;
  }

  start(): void {
    this.#listen();
  }

  /** Resolves when nothing of this mapping runs any more. A later start goes on from the checkpoints. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#retry?.cancel();
    this.#unsubscribe();
    await Promise.all([...this.#readers.values()].map((reader) => reader.stop()));
  }

  /** Listens anew each time: a stream of the same name may have taken the place of a deleted one. */
  #listen(): void {
    if (this.#isStopped) return;
    this.#unsubscribe();
    try {
      this.#unsubscribe = this.#ports.streams.onChange(this.#streamArn, () => this.#refresh());
    } catch (fault) {
      this.#retryLater(fault);
      return;
    }
    this.#refresh();
  }

  #retryLater(fault: unknown): void {
    this.#ports.noteFault(fault);
    this.#retry?.cancel();
    this.#retry = this.#ports.clock.after(retryMs, () => this.#listen());
  }

  #refresh(): void {
    if (this.#isStopped) return;
    try {
      this.#openReaders(this.#ports.streams.shards(this.#streamArn));
    } catch (fault) {
      this.#retryLater(fault);
    }
    for (const reader of this.#readers.values()) reader.fill();
  }

  /** "Parent shard before child": a record of a key is never overtaken by a later one in a new shard. */
  #openReaders(shards: readonly StreamShard[]): void {
    const known = new Set(shards.map(({ shardId }) => shardId));
    for (const { shardId, parentShardId, adjacentParentShardId } of shards) {
      if (this.#readers.has(shardId) || this.#hasEnded(shardId)) continue;
      const parents = [parentShardId, adjacentParentShardId].filter((id) => id !== undefined);
      if (parents.some((id) => known.has(id) && !this.#hasEnded(id))) continue;
      const checkpoint = this.#ports.checkpoints.get(this.#id, shardId) ?? { position: { kind: 'TRIM_HORIZON' } };
      this.#readers.set(shardId, new ShardReader(shardId, checkpoint, this.#readerHost()));
    }
  }

  #hasEnded(shardId: string): boolean {
    if (this.#endedShards.has(shardId)) return true;
    if (!this.#ports.checkpoints.get(this.#id, shardId)?.isEnded) return false;
    this.#endedShards.add(shardId);
    return true;
  }

  #readerHost(): ShardReaderHost {
    const { clock, streams, checkpoints, sizeOf, invoke, report, noteFault } = this.#ports;
    return {
      clock,
      streams,
      streamArn: this.#streamArn,
      settings: this.#settings,
      sizeOf,
      invoke,
      report,
      noteFault,
      saveCheckpoint: (shardId, checkpoint) => checkpoints.put(this.#id, shardId, checkpoint),
      onEnded: (shardId) => {
        this.#readers.delete(shardId);
        this.#refresh();
      },
    };
  }
}
