/** Events that wait for their function: on disk, so that a restart goes on with them. */
import type { DatabaseSync } from 'node:sqlite';

export interface QueuedEvent {
  readonly id: number;
  readonly functionName: string;
  /** The same for all tries. */
  readonly requestId: string;
  readonly payload: Buffer;
  readonly enqueuedMs: number;
  /** Invocations that ran and failed. */
  readonly failures: number;
  /** Tries that found no concurrency, since the last that ran. */
  readonly refusals: number;
}

export interface EventQueue {
  add(event: Pick<QueuedEvent, 'functionName' | 'requestId' | 'payload' | 'enqueuedMs'>): void;
  /** The first events of a function that are due, the longest due first. */
  due(functionName: string, nowMs: number, eventsMax: number): QueuedEvent[];
  /** When the function's next event after `afterMs` falls due. */
  nextDueMs(functionName: string, afterMs: number): number | undefined;
  postpone(id: number, dueMs: number, failures: number, refusals: number): void;
  remove(id: number): void;
  removeAll(functionName: string): void;
  functionNames(): string[];
}

export function openEventQueue(database: DatabaseSync): EventQueue {
  database.exec(
    `CREATE TABLE IF NOT EXISTS events (
       id INTEGER PRIMARY KEY AUTOINCREMENT, function TEXT NOT NULL, request_id TEXT NOT NULL, payload BLOB NOT NULL,
       enqueued_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL, failures INTEGER NOT NULL, refusals INTEGER NOT NULL);
     CREATE INDEX IF NOT EXISTS events_due ON events (function, due_ms, id)`,
  );
  const insert = database.prepare(
    'INSERT INTO events (function, request_id, payload, enqueued_ms, due_ms, failures, refusals) VALUES (?, ?, ?, ?, ?, 0, 0)',
  );
  const selectDue = database.prepare(
    'SELECT * FROM events WHERE function = ? AND due_ms <= ? ORDER BY due_ms, id LIMIT ?',
  );
  const selectNext = database.prepare('SELECT min(due_ms) AS due_ms FROM events WHERE function = ? AND due_ms > ?');
  const update = database.prepare('UPDATE events SET due_ms = ?, failures = ?, refusals = ? WHERE id = ?');
  const removeOne = database.prepare('DELETE FROM events WHERE id = ?');
  const removeOfFunction = database.prepare('DELETE FROM events WHERE function = ?');
  const selectNames = database.prepare('SELECT DISTINCT function FROM events');
  return {
    add: ({ functionName, requestId, payload, enqueuedMs }) =>
      void insert.run(functionName, requestId, payload, enqueuedMs, enqueuedMs),
    due: (functionName, nowMs, eventsMax) => selectDue.all(functionName, nowMs, eventsMax).map(toEvent),
    nextDueMs: (functionName, afterMs) => {
      const dueMs = selectNext.get(functionName, afterMs)?.['due_ms'];
      return typeof dueMs === 'number' ? dueMs : undefined;
    },
    postpone: (id, dueMs, failures, refusals) => void update.run(dueMs, failures, refusals, id),
    remove: (id) => void removeOne.run(id),
    removeAll: (functionName) => void removeOfFunction.run(functionName),
    functionNames: () => selectNames.all().map((row) => String(row['function'])),
  };
}

function toEvent(row: Record<string, unknown>): QueuedEvent {
  return {
    id: Number(row['id']),
    functionName: String(row['function']),
    requestId: String(row['request_id']),
    payload: Buffer.from(row['payload'] as Uint8Array),
    enqueuedMs: Number(row['enqueued_ms']),
    failures: Number(row['failures']),
    refusals: Number(row['refusals']),
  };
}
