/**
 * Log events in one SQLite table, clustered by group and time, with an index by stream and time.
 *
 * Appending must be cheap, because every line of every function passes here: lines of one turn of the event loop share a
 * transaction. Whoever reads, or has to promise durability, flushes first.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { LogEvent } from '../../engine/doors.ts';

export interface StoredEvent {
  readonly group: number;
  readonly stream: number;
  readonly timestampMs: number;
  /** Orders events of one timestamp as they came. */
  readonly sequence: number;
  readonly ingestedAtMs: number;
  readonly message: string;
}

/** A place between events. */
export interface Position {
  readonly timestampMs: number;
  readonly sequence: number;
}

export interface EventRange {
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS events (
    "group" INTEGER NOT NULL,
    timestampMs INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    ingestedAtMs INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY ("group", timestampMs, sequence)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS events_by_stream ON events (stream, timestampMs, sequence);
  CREATE TABLE IF NOT EXISTS sizes ("group" INTEGER PRIMARY KEY, bytes INTEGER NOT NULL);
`;

export class EventStore {
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #onLost: (fault: unknown) => void;
  #nextSequence: number;
  #pending: StoredEvent[] = [];
  #isFlushPlanned = false;

  /**
   * `session` is a number that no earlier opening of the database had. `onLost` hears of lines that could not be written
   * (a full disk) when nobody waits for them who could be told.
   */
  constructor(database: DatabaseSync, session: number, onLost: (fault: unknown) => void) {
    database.exec(schema);
    this.#database = database;
    this.#onLost = onLost;
    this.#statements = prepare((sql) => database.prepare(sql));
    this.#nextSequence = session * sequencesPerSession;
  }

  /** Takes events; they are on disk after `flush`, which runs by itself at the end of this turn. */
  append(group: number, stream: number, events: readonly LogEvent[], nowMs: number): void {
    for (const { timestampMs, message } of events) {
      const sequence = this.#nextSequence++;
      this.#pending.push({ group, stream, timestampMs, sequence, ingestedAtMs: nowMs, message });
    }
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    setImmediate(() => {
      this.#isFlushPlanned = false;
      if (!this.#database.isOpen) return;
      try {
        this.flush();
      } catch (fault) {
        this.#onLost(fault);
      }
    });
  }

  /** Writes what is pending in one transaction. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const events = this.#pending;
    this.#pending = [];
    this.#transaction(() => {
      const addedBytes = new Map<number, number>();
      for (const { group, timestampMs, sequence, stream, ingestedAtMs, message } of events) {
        this.#statements.insert.run(group, timestampMs, sequence, stream, ingestedAtMs, message);
        addedBytes.set(group, (addedBytes.get(group) ?? 0) + Buffer.byteLength(message) + eventOverheadBytes);
      }
      for (const [group, bytes] of addedBytes) this.#statements.addSize.run(group, bytes);
    });
  }

  /** Events of a stream after `position`, oldest first. */
  after(stream: number, position: Position, range: EventRange, eventsMax: number): StoredEvent[] {
    this.flush();
    const { timestampMs, sequence } = position;
    return this.#read(this.#statements.after, stream, range.fromMs, range.toMs, timestampMs, sequence, eventsMax);
  }

  /** The last events of a stream before `position`, oldest first. */
  before(stream: number, position: Position, range: EventRange, eventsMax: number): StoredEvent[] {
    this.flush();
    const { timestampMs, sequence } = position;
    const rows = this.#read(
      this.#statements.before,
      stream,
      range.fromMs,
      range.toMs,
      timestampMs,
      sequence,
      eventsMax,
    );
    return rows.toReversed();
  }

  /** Events of a whole group after `position`, in order of time, read one by one. */
  *ofGroup(group: number, position: Position, range: EventRange): Generator<StoredEvent> {
    this.flush();
    let { timestampMs, sequence } = position;
    for (;;) {
      const page = this.#read(
        this.#statements.ofGroup,
        group,
        range.fromMs,
        range.toMs,
        timestampMs,
        sequence,
        groupPageRows,
      );
      yield* page;
      const last = page.at(-1);
      if (!last || page.length < groupPageRows) return;
      ({ timestampMs, sequence } = last);
    }
  }

  /** First and last timestamp and last arrival of a stream from `fromMs` on. */
  bounds(stream: number, fromMs: number): { firstMs: number; lastMs: number; ingestedAtMs: number } | undefined {
    this.flush();
    const first = this.#statements.first.get(stream, fromMs) as { timestampMs: number } | undefined;
    const last = this.#statements.last.get(stream, fromMs) as unknown as StoredEvent | undefined;
    if (!first || !last) return undefined;
    return { firstMs: first.timestampMs, lastMs: last.timestampMs, ingestedAtMs: last.ingestedAtMs };
  }

  /** Bytes of a group's messages with AWS's 26 bytes for each event; kept, not counted, so that asking is cheap. */
  sizeBytes(group: number): number {
    this.flush();
    return (this.#statements.size.get(group) as { bytes: number } | undefined)?.bytes ?? 0;
  }

  deleteOlder(group: number, beforeMs: number): void {
    this.#delete(group, this.#statements.olderSize, this.#statements.deleteOlder, [group, beforeMs]);
  }

  deleteGroup(group: number): void {
    this.flush();
    this.#transaction(() => {
      this.#statements.deleteGroup.run(group);
      this.#statements.deleteSize.run(group);
    });
  }

  deleteStream(group: number, stream: number): void {
    this.#delete(group, this.#statements.streamSize, this.#statements.deleteStream, [stream]);
  }

  #delete(group: number, size: StatementSync, remove: StatementSync, values: readonly number[]): void {
    this.flush();
    this.#transaction(() => {
      const { bytes } = size.get(...values) as { bytes: number };
      remove.run(...values);
      this.#statements.addSize.run(group, -bytes);
    });
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (fault) {
      this.#database.exec('ROLLBACK');
      throw fault;
    }
  }

  #read(statement: StatementSync, ...values: number[]): StoredEvent[] {
    return statement.all(...values) as unknown as StoredEvent[];
  }
}

const groupPageRows = 1_000;

/** What AWS counts for each event beside its message. */
const eventOverheadBytes = 26;

/** Room for a billion events per run: the next run's numbers begin after it, without asking the table for its last one. */
const sequencesPerSession = 1_000_000_000;

/** Names no index, so each statement's own order and equality choose it: clustered for groups, `events_by_stream` for streams. */
function prepare(statement: (sql: string) => StatementSync) {
  const select = 'SELECT "group", stream, timestampMs, sequence, ingestedAtMs, message FROM events';
  const range = 'timestampMs >= ? AND timestampMs < ?';
  const sizeOf = `SELECT coalesce(sum(octet_length(message) + ${eventOverheadBytes}), 0) AS bytes FROM events`;
  return {
    insert: statement(
      'INSERT INTO events ("group", timestampMs, sequence, stream, ingestedAtMs, message) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    after: statement(
      `${select} WHERE stream = ? AND ${range} AND (timestampMs, sequence) > (?, ?) ORDER BY timestampMs, sequence LIMIT ?`,
    ),
    before: statement(
      `${select} WHERE stream = ? AND ${range} AND (timestampMs, sequence) < (?, ?) ORDER BY timestampMs DESC, sequence DESC LIMIT ?`,
    ),
    ofGroup: statement(
      `${select} WHERE "group" = ? AND ${range} AND (timestampMs, sequence) > (?, ?) ORDER BY timestampMs, sequence LIMIT ?`,
    ),
    first: statement(
      'SELECT timestampMs FROM events WHERE stream = ? AND timestampMs >= ? ORDER BY timestampMs LIMIT 1',
    ),
    last: statement(`${select} WHERE stream = ? AND timestampMs >= ? ORDER BY timestampMs DESC, sequence DESC LIMIT 1`),
    addSize: statement(
      'INSERT INTO sizes ("group", bytes) VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes',
    ),
    size: statement('SELECT bytes FROM sizes WHERE "group" = ?'),
    deleteSize: statement('DELETE FROM sizes WHERE "group" = ?'),
    olderSize: statement(`${sizeOf} WHERE "group" = ? AND timestampMs < ?`),
    streamSize: statement(`${sizeOf} WHERE stream = ?`),
    deleteOlder: statement('DELETE FROM events WHERE "group" = ? AND timestampMs < ?'),
    deleteGroup: statement('DELETE FROM events WHERE "group" = ?'),
    deleteStream: statement('DELETE FROM events WHERE stream = ?'),
  };
}
