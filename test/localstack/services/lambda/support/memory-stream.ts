/** A stream in memory behind the door that event source mappings read: shards, records, splits, retention. */
import type { StartPosition, StreamDoor, StreamPage, StreamRecord } from '../../../../../localstack/engine/doors.ts';

interface MemoryShard {
  readonly shardId: string;
  readonly parentShardId?: string;
  readonly adjacentParentShardId?: string;
  isClosed: boolean;
  records: StreamRecord[];
}

export class MemoryStream implements StreamDoor {
  readonly #nowMs: () => number;
  readonly #shards: MemoryShard[] = [];
  readonly #listeners = new Set<() => void>();
  #count = 0;
  isGone = false;
  readCount = 0;

  constructor(nowMs: () => number, shardCount = 1) {
    this.#nowMs = nowMs;
    for (let index = 0; index < shardCount; index += 1) this.addShard();
  }

  addShard(parents: readonly string[] = []): string {
    const shardId = `shardId-${String(this.#shards.length).padStart(12, '0')}`;
    const [parentShardId, adjacentParentShardId] = parents;
    for (const shard of this.#shards) if (parents.includes(shard.shardId)) shard.isClosed = true;
    this.#shards.push({
      shardId,
      ...(parentShardId && { parentShardId }),
      ...(adjacentParentShardId && { adjacentParentShardId }),
      isClosed: false,
      records: [],
    });
    this.#notify();
    return shardId;
  }

  /** Puts records, each `key:text` or just text, and gives their sequence numbers. */
  put(texts: readonly string[], shardId = 'shardId-000000000000'): string[] {
    const records = texts.map((text): StreamRecord => {
      this.#count += 1;
      return {
        sequenceNumber: `49${String(this.#count).padStart(54, '0')}`,
        partitionKey: text.includes(':') ? (text.split(':')[0] ?? '') : 'key',
        data: Buffer.from(text),
        approximateArrivalMs: this.#nowMs(),
      };
    });
    const shard = this.#shard(shardId);
    shard.records = shard.records.concat(records);
    this.#notify();
    return records.map(({ sequenceNumber }) => sequenceNumber);
  }

  /** Lets the oldest records of a shard expire. */
  expire(count: number, shardId = 'shardId-000000000000'): void {
    this.#shard(shardId).records.splice(0, count);
  }

  shards(): readonly MemoryShard[] {
    if (this.isGone) throw new Error('the stream is gone');
    return this.#shards;
  }

  resolve(_: string, shardId: string, start: StartPosition): StartPosition {
    const { records } = this.#shard(shardId);
    const last = records.at(-1);
    if (start.kind === 'LATEST') return last ? after(last) : { kind: 'TRIM_HORIZON' };
    if (start.kind !== 'AT_TIMESTAMP') return start;
    const first = records.find(({ approximateArrivalMs }) => approximateArrivalMs >= start.timestampMs);
    if (first) return { kind: 'AT_SEQUENCE_NUMBER', sequenceNumber: first.sequenceNumber };
    return last ? after(last) : { kind: 'TRIM_HORIZON' };
  }

  read(_: string, shardId: string, from: StartPosition, limits: { recordsMax: number; bytesMax: number }): StreamPage {
    if (this.isGone) throw new Error('the stream is gone');
    this.readCount += 1;
    const { records: all, isClosed } = this.#shard(shardId);
    const rest = all.filter((record) => isWithin(record, from));
    const records: StreamRecord[] = [];
    let bytes = 0;
    for (const record of rest.slice(0, limits.recordsMax)) {
      bytes += record.data.length;
      if (records.length > 0 && bytes > limits.bytesMax) break;
      records.push(record);
    }
    const last = records.at(-1);
    const isEnded = isClosed && records.length === rest.length;
    return { records, next: last ? after(last) : from, isEnded, millisBehindLatest: 0 };
  }

  onChange(_: string, listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #shard(shardId: string): MemoryShard {
    const shard = this.#shards.find((each) => each.shardId === shardId);
    if (!shard) throw new Error(`no shard ${shardId}`);
    return shard;
  }

  #notify(): void {
    queueMicrotask(() => {
      for (const listener of this.#listeners) listener();
    });
  }
}

function after({ sequenceNumber }: StreamRecord): StartPosition {
  return { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber };
}

function isWithin({ sequenceNumber }: StreamRecord, from: StartPosition): boolean {
  if (from.kind === 'AFTER_SEQUENCE_NUMBER') return sequenceNumber > from.sequenceNumber;
  if (from.kind === 'AT_SEQUENCE_NUMBER') return sequenceNumber >= from.sequenceNumber;
  return true;
}
