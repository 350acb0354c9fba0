/**
 * The streams of all tables: every change of every item of a table with a stream, in the order of the changes, for a
 * day. A record is part of its change's transaction, and is shown to nobody before that is committed.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
import type { StartPosition, StreamDoor, StreamPage, StreamShard } from '../../../engine/doors.ts';
import type { Engine } from '../../../engine/service.ts';
import { invalidShardPosition, shardNotFound, streamNotFound } from '../errors.ts';
import { tableArn, type TableDefinition, type TableStream, type ViewType } from '../store/definition.ts';
import type { ItemChange, Table } from '../store/table.ts';
import type { ChangeCause, Tables } from '../store/tables.ts';
import { after, ordinalIn, sequenceNumberOf } from './sequence-number.ts';
import { changesNothing, streamRecord } from './stream-record.ts';
import type { StoredRecord, StreamShardState, StreamState, StreamStore } from './stream-store.ts';

/** "All data in DynamoDB Streams is subject to a 24-hour lifetime." */
export const retentionMs = 24 * 60 * 60 * 1000;
/** Unsure: AWS documents that shards are "short-lived"; in practice each lives about four hours. */
const shardLifeMs = 4 * 60 * 60 * 1000;

export class TableStreams implements StreamDoor {
  readonly #engine: Engine;
  readonly #tables: Tables;
  readonly #store: StreamStore;
  readonly #listeners = new Map<string, Set<() => void>>();
  #streams = new Map<string, StreamState>();
  /** The enabled streams, by their table's number. */
  #enabled = new Map<number, StreamState>();
  #lastOrdinal = 0;
  /** The last ordinal that is committed: nothing after it is shown. */
  #visibleOrdinal = 0;
  /** Streams that the open transaction has changed. */
  #changed = new Set<string>();

  constructor(engine: Engine, tables: Tables, store: StreamStore) {
    this.#engine = engine;
    this.#tables = tables;
    this.#store = store;
    this.reload();
    tables.onChange((table, change, cause) => this.#record(table, change, cause));
  }

  /** Takes over what the database holds, at the start and after a transaction was undone. */
  reload(): void {
    this.#streams = new Map(this.#store.streams().map((stream) => [stream.arn, stream]));
    const enabled = [...this.#streams.values()].filter(({ disabledMs }) => disabledMs === undefined);
    this.#enabled = new Map(enabled.map((stream) => [stream.tableNumber, stream]));
    this.#lastOrdinal = this.#store.lastOrdinal();
    this.#visibleOrdinal = this.#lastOrdinal;
    this.#changed = new Set();
  }

  /** Begins a stream; gives what the table's definition remembers of it. */
  enable({ name, number, key }: TableDefinition, viewType: ViewType): TableStream {
    const { region, accountId, clock } = this.#engine;
    const nowMs = clock.nowMs();
    const place = `${tableArn(region, accountId, name)}/stream`;
    const label = this.#newLabel(place, nowMs);
    const shards = [this.#newShard(nowMs, undefined)];
    const state = { label, tableName: name, tableNumber: number, viewType, key, createdMs: nowMs, shards };
    this.#put({ ...state, arn: `${place}/${label}` });
    return { label, viewType, isEnabled: true };
  }

  /** Ends a table's stream. What it holds can be read for the rest of its day. */
  disable({ number }: TableDefinition): void {
    const stream = this.#enabled.get(number);
    if (!stream) return;
    const nowMs = this.#engine.clock.nowMs();
    this.#put({ ...stream, disabledMs: nowMs, shards: stream.shards.map((shard) => this.#closed(shard, nowMs)) });
  }

  /** Of all tables, those of deleted ones and disabled ones included, in the order of their ARNs. */
  list(): StreamState[] {
    const streams = [...this.#streams.values()].filter((stream) => this.#liveShards(stream).length > 0);
    return streams.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  /** A stream with the shards that still hold records or may; throws DynamoDB's ResourceNotFoundException. */
  describe(streamArn: string): StreamState {
    const stream = this.#streams.get(streamArn);
    const shards = stream && this.#liveShards(stream);
    if (!shards || shards.length === 0) throw streamNotFound(streamArn);
    return { ...stream, shards };
  }

  shards(streamArn: string): readonly StreamShard[] {
    return this.describe(streamArn).shards.map(({ shardId, parentShardId, endOrdinal }) => ({
      shardId,
      ...(parentShardId !== undefined && { parentShardId }),
      isClosed: endOrdinal !== undefined,
    }));
  }

  resolve(streamArn: string, shardId: string, start: StartPosition): StartPosition {
    const shard = this.#shard(streamArn, shardId);
    if (start.kind === 'LATEST') return after(Math.max(this.#visibleOrdinal, shard.firstOrdinal - 1));
    if (start.kind !== 'AT_TIMESTAMP') return start;
    const last = this.#store.lastOrdinalUntil(shard.number, start.timestampMs - 1);
    return last === undefined ? { kind: 'TRIM_HORIZON' } : after(last);
  }

  read(
    streamArn: string,
    shardId: string,
    from: StartPosition,
    { recordsMax, bytesMax }: { recordsMax: number; bytesMax: number },
  ): StreamPage {
    const shard = this.#shard(streamArn, shardId);
    const nowMs = this.#engine.clock.nowMs();
    const through = this.#visibleOrdinal;
    const records: StoredRecord[] = [];
    let sizeBytes = 0;
    let isCut = false;
    const start = this.#ordinalOf(shard, from);
    for (const record of this.#store.records(shard.number, start, through, nowMs - retentionMs, recordsMax + 1)) {
      sizeBytes += record.body.length;
      isCut = records.length === recordsMax || (records.length > 0 && sizeBytes > bytesMax);
      if (isCut) break;
      records.push(record);
    }
    const last = records.at(-1);
    return {
      records: records.map(({ ordinal, createdMs, keys, body }) => ({
        sequenceNumber: sequenceNumberOf(ordinal),
        partitionKey: keys,
        data: Buffer.from(body, 'utf8'),
        approximateArrivalMs: createdMs,
      })),
      next: last ? after(last.ordinal) : from,
      isEnded: !isCut && shard.endOrdinal !== undefined && through >= shard.endOrdinal,
      millisBehindLatest: isCut && last ? nowMs - last.createdMs : 0,
    };
  }

  sequenceNumberOf(ordinal: number): string {
    return sequenceNumberOf(ordinal);
  }

  /** Whether records at or after this position have been trimmed, so that a reader there would miss some. */
  isTrimmed(streamArn: string, shardId: string, position: StartPosition): boolean {
    if (position.kind !== 'AT_SEQUENCE_NUMBER' && position.kind !== 'AFTER_SEQUENCE_NUMBER') return false;
    const shard = this.#shard(streamArn, shardId);
    const horizonMs = this.#engine.clock.nowMs() - retentionMs;
    const trimmed = this.#store.lastOrdinalUntil(shard.number, horizonMs) ?? shard.trimmedThrough;
    return this.#ordinalOf(shard, position) <= trimmed;
  }

  onChange(streamArn: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(streamArn) ?? new Set();
    this.#listeners.set(streamArn, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Deletes what has outlived its day. */
  trim(): void {
    const horizonMs = this.#engine.clock.nowMs() - retentionMs;
    for (const stream of this.#streams.values()) {
      const live = this.#liveShards(stream);
      if (live.length === 0) {
        this.#tables.group.join();
        this.#store.delete(stream);
        this.#streams.delete(stream.arn);
        continue;
      }
      const shards = live.map((shard) => this.#trimShard(shard, horizonMs));
      const gone = stream.shards.filter((shard) => !live.includes(shard));
      if (gone.length === 0 && shards.every((shard, index) => shard === live[index])) continue;
      this.#put({ ...stream, shards });
      for (const { number } of gone) this.#store.deleteThrough(number, Number.MAX_SAFE_INTEGER);
    }
  }

  #trimShard(shard: StreamShardState, horizonMs: number): StreamShardState {
    const trimmedThrough = this.#store.lastOrdinalUntil(shard.number, horizonMs);
    if (trimmedThrough === undefined) return shard;
    this.#tables.group.join();
    this.#store.deleteThrough(shard.number, trimmedThrough);
    return { ...shard, trimmedThrough };
  }

  #record({ definition }: Table, change: ItemChange, cause: ChangeCause): void {
    const stream = this.#enabled.get(definition.number);
    if (!stream || changesNothing(change)) return;
    const { clock, region } = this.#engine;
    const nowMs = clock.nowMs();
    const shard = this.#openShard(stream, nowMs);
    const ordinal = this.#lastOrdinal + 1;
    const { keys, body } = streamRecord(definition, change, cause, {
      streamArn: stream.arn,
      region,
      viewType: stream.viewType,
      sequenceNumber: sequenceNumberOf(ordinal),
      nowMs,
    });
    this.#store.add(shard.number, { ordinal, createdMs: nowMs, keys, body });
    this.#lastOrdinal = ordinal;
    this.#noteChange(stream.arn);
  }

  /** The shard that takes records now: the last one, or its child when it has lived long enough. */
  #openShard(stream: StreamState, nowMs: number): StreamShardState {
    const last = stream.shards.at(-1);
    if (!last) throw new Error(`the stream ${stream.arn} has no shard`);
    if (nowMs - last.createdMs < shardLifeMs) return last;
    const child = this.#newShard(nowMs, last);
    this.#put({ ...stream, shards: [...stream.shards.slice(0, -1), this.#closed(last, nowMs), child] });
    return child;
  }

  #newShard(nowMs: number, parent: StreamShardState | undefined): StreamShardState {
    const numbers = [...this.#streams.values()].flatMap(({ shards }) => shards.map(({ number }) => number));
    const suffix = Math.floor(this.#engine.random() * 0x1_0000_0000).toString(16);
    return {
      number: Math.max(0, ...numbers) + 1,
      shardId: `shardId-${String(nowMs).padStart(20, '0')}-${suffix.padStart(8, '0')}`,
      ...(parent && { parentShardId: parent.shardId }),
      createdMs: nowMs,
      firstOrdinal: this.#lastOrdinal + 1,
      trimmedThrough: 0,
    };
  }

  #closed(shard: StreamShardState, nowMs: number): StreamShardState {
    if (shard.closedMs !== undefined) return shard;
    return { ...shard, closedMs: nowMs, endOrdinal: this.#lastOrdinal };
  }

  #put(stream: StreamState): void {
    this.#tables.group.join();
    this.#store.put(stream);
    this.#streams.set(stream.arn, stream);
    if (stream.disabledMs === undefined) this.#enabled.set(stream.tableNumber, stream);
    else this.#enabled.delete(stream.tableNumber);
    this.#noteChange(stream.arn);
  }

  /** Listeners hear of it once it is committed; of a transaction that is undone they hear nothing. */
  #noteChange(streamArn: string): void {
    const changed = this.#changed;
    const isFirst = changed.size === 0;
    changed.add(streamArn);
    if (!isFirst) return;
    this.#tables.group.whenCommitted(() => {
      this.#changed = new Set();
      this.#visibleOrdinal = this.#lastOrdinal;
      for (const arn of changed) for (const listener of this.#listeners.get(arn) ?? []) listener();
    });
  }

  #liveShards({ shards }: StreamState): StreamShardState[] {
    const horizonMs = this.#engine.clock.nowMs() - retentionMs;
    return shards.filter(({ closedMs }) => closedMs === undefined || closedMs > horizonMs);
  }

  #shard(streamArn: string, shardId: string): StreamShardState {
    const shard = this.describe(streamArn).shards.find((each) => each.shardId === shardId);
    if (!shard) throw shardNotFound(streamArn, shardId);
    return shard;
  }

  #ordinalOf(shard: StreamShardState, position: StartPosition): number {
    switch (position.kind) {
      case 'TRIM_HORIZON':
        return shard.firstOrdinal;
      case 'LATEST':
        return this.#visibleOrdinal + 1;
      case 'AT_TIMESTAMP':
        return (this.#store.lastOrdinalUntil(shard.number, position.timestampMs - 1) ?? shard.firstOrdinal - 1) + 1;
      case 'AT_SEQUENCE_NUMBER':
      case 'AFTER_SEQUENCE_NUMBER': {
        const ordinal = ordinalIn(position.sequenceNumber);
        if (ordinal === undefined) throw invalidShardPosition(position.sequenceNumber, shard.shardId);
        return position.kind === 'AT_SEQUENCE_NUMBER' ? ordinal : ordinal + 1;
      }
    }
  }

  #newLabel(place: string, nowMs: number): string {
    for (let atMs = nowMs; ; atMs += 1) {
      const label = new Date(atMs).toISOString().slice(0, -1);
      if (!this.#streams.has(`${place}/${label}`)) return label;
    }
  }
}
