/** Streams and their records in the tables' own database, so that a change and its record are committed together. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { KeySchema, ViewType } from '../store/definition.ts';

export interface StreamShardState {
  /** Names the shard in the records' table. */
  readonly number: number;
  readonly shardId: string;
  readonly parentShardId?: string;
  readonly createdMs: number;
  /** The ordinal from which on its records are. */
  readonly firstOrdinal: number;
  /** The last ordinal it can hold, once it is closed. */
  readonly endOrdinal?: number;
  readonly closedMs?: number;
  /** Records up to this ordinal are gone; 0 before the first. */
  readonly trimmedThrough: number;
}

export interface StreamState {
  readonly arn: string;
  readonly label: string;
  readonly tableName: string;
  readonly tableNumber: number;
  readonly viewType: ViewType;
  readonly key: KeySchema;
  readonly createdMs: number;
  /** When it was disabled, by UpdateTable or with its table. */
  readonly disabledMs?: number;
  /** Oldest first; only the last can be open. */
  readonly shards: readonly StreamShardState[];
}

export interface StoredRecord {
  readonly ordinal: number;
  readonly createdMs: number;
  readonly keys: string;
  readonly body: string;
}

export class StreamStore {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #select: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(
      `CREATE TABLE IF NOT EXISTS streams (arn TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
       CREATE TABLE IF NOT EXISTS stream_records (ordinal INTEGER PRIMARY KEY AUTOINCREMENT, shard INTEGER NOT NULL, created_ms INTEGER NOT NULL, keys TEXT NOT NULL, body TEXT NOT NULL);
       CREATE INDEX IF NOT EXISTS stream_records_shard ON stream_records (shard, ordinal)`,
    );
    this.#insert = database.prepare(
      'INSERT INTO stream_records (ordinal, shard, created_ms, keys, body) VALUES (?, ?, ?, ?, ?)',
    );
    this.#select = database.prepare(
      'SELECT ordinal, created_ms, keys, body FROM stream_records WHERE shard = ? AND ordinal BETWEEN ? AND ? AND created_ms > ? ORDER BY ordinal LIMIT ?',
    );
  }

  streams(): StreamState[] {
    const rows = this.#database.prepare('SELECT state FROM streams').all();
    return rows.map((row) => JSON.parse(String(row['state'])) as StreamState);
  }

  put(stream: StreamState): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO streams (arn, state) VALUES (?, ?)')
      .run(stream.arn, JSON.stringify(stream));
  }

  delete({ arn, shards }: StreamState): void {
    for (const { number } of shards) this.deleteThrough(number, Number.MAX_SAFE_INTEGER);
    this.#database.prepare('DELETE FROM streams WHERE arn = ?').run(arn);
  }

  /** The highest ordinal that was ever given, also to records that are gone. */
  lastOrdinal(): number {
    const row = this.#database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'stream_records'").get();
    return Number(row?.['seq'] ?? 0);
  }

  add(shard: number, { ordinal, createdMs, keys, body }: StoredRecord): void {
    this.#insert.run(ordinal, shard, createdMs, keys, body);
  }

  /** Records with ordinals from `from` to `through`, made after `afterMs`, in their order. End the iteration before writing. */
  *records(shard: number, from: number, through: number, afterMs: number, countMax: number): Generator<StoredRecord> {
    for (const row of this.#select.iterate(shard, from, through, afterMs, countMax)) {
      yield {
        ordinal: Number(row['ordinal']),
        createdMs: Number(row['created_ms']),
        keys: String(row['keys']),
        body: String(row['body']),
      };
    }
  }

  /** The ordinal of the shard's last record that was made at `untilMs` or before. */
  lastOrdinalUntil(shard: number, untilMs: number): number | undefined {
    const row = this.#database
      .prepare('SELECT max(ordinal) AS ordinal FROM stream_records WHERE shard = ? AND created_ms <= ?')
      .get(shard, untilMs);
    const ordinal = row?.['ordinal'];
    return typeof ordinal === 'number' ? ordinal : undefined;
  }

  deleteThrough(shard: number, ordinal: number): void {
    this.#database.prepare('DELETE FROM stream_records WHERE shard = ? AND ordinal <= ?').run(shard, ordinal);
  }
}
