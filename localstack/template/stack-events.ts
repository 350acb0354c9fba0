/** The events of every stack, kept as long as a deleted stack is. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { randomUuid, type Random } from '../engine/random.ts';
import type { State } from '../engine/state.ts';
import type { StackEvent } from './stack-record.ts';
import { deletedStackRetentionMs } from './stack-store.ts';

export interface StoredEvent extends StackEvent {
  readonly eventId: string;
  readonly stackId: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly clientRequestToken?: string;
}

export interface EventPage {
  /** Newest first. */
  readonly events: readonly StoredEvent[];
  /** Where the next page begins; undefined when there is none. */
  readonly nextToken?: string;
}

export class StackEvents {
  readonly #random: Random;
  readonly #insert: StatementSync;
  readonly #newest: StatementSync;
  readonly #page: StatementSync;
  readonly #expire: StatementSync;

  constructor(state: State, random: Random) {
    this.#random = random;
    const database: DatabaseSync = state.database('cloudformation');
    database.exec(
      `CREATE TABLE IF NOT EXISTS stack_events (
         sequence INTEGER PRIMARY KEY, stack_id TEXT NOT NULL, at_ms INTEGER NOT NULL, body TEXT NOT NULL);
       CREATE INDEX IF NOT EXISTS stack_events_by_stack ON stack_events (stack_id, sequence)`,
    );
    this.#insert = database.prepare('INSERT INTO stack_events (stack_id, at_ms, body) VALUES (?, ?, ?)');
    this.#newest = database.prepare('SELECT at_ms FROM stack_events WHERE stack_id = ? ORDER BY sequence DESC LIMIT 1');
    this.#page = database.prepare(
      'SELECT sequence, body FROM stack_events WHERE stack_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?',
    );
    this.#expire = database.prepare('DELETE FROM stack_events WHERE at_ms < ?');
  }

  /**
   * Writes an event down. Clients sort events by their time, so no two events of a stack have the same: one that
   * falls into its predecessor's millisecond is dated one later.
   */
  add(event: Omit<StoredEvent, 'eventId'>): void {
    const newestMs = this.#newest.get(event.stackId)?.['at_ms'];
    const atMs = Math.max(event.atMs, Number(newestMs ?? 0) + 1);
    const stored: StoredEvent = { ...event, atMs, eventId: randomUuid(this.#random) };
    this.#insert.run(event.stackId, atMs, JSON.stringify(stored));
  }

  /** One page of at most `countMax` events. `token` is a page's `nextToken`. */
  page(stackId: string, token: string | undefined, countMax: number): EventPage {
    const before = token === undefined ? Number.MAX_SAFE_INTEGER : Number(token);
    const rows = this.#page.all(stackId, before, countMax);
    const last = rows.at(-1)?.['sequence'];
    const events = rows.map(({ body }) => JSON.parse(String(body)) as StoredEvent);
    return rows.length < countMax ? { events } : { events, nextToken: String(last) };
  }

  /** Forgets what is older than a deleted stack may be. */
  expire(nowMs: number): void {
    this.#expire.run(nowMs - deletedStackRetentionMs);
  }
}
