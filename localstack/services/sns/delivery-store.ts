/** Deliveries that wait for another attempt, in one SQLite table: they survive the end of the cloud. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { TopicMessage } from './message.ts';

export interface WaitingDelivery {
  readonly id: number;
  readonly subscriptionArn: string;
  readonly message: TopicMessage;
  /** Attempts that have failed so far. */
  readonly attempts: number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subscriptionArn TEXT NOT NULL,
    message TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    dueAtMs INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS deliveries_by_due ON deliveries (dueAtMs, id);
`;

export class DeliveryStore {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#statements = prepare((sql) => database.prepare(sql));
  }

  add(subscriptionArn: string, message: TopicMessage, attempts: number, dueAtMs: number): void {
    this.#statements.add.run(subscriptionArn, JSON.stringify(message), attempts, dueAtMs);
  }

  due(nowMs: number, countMax: number): WaitingDelivery[] {
    const rows = this.#statements.due.all(nowMs, countMax) as unknown as (Omit<WaitingDelivery, 'message'> & {
      readonly message: string;
    })[];
    return rows.map((row) => ({ ...row, message: JSON.parse(row.message) as TopicMessage }));
  }

  nextDueAtMs(): number | undefined {
    return (this.#statements.next.get() as { dueAtMs: number } | undefined)?.dueAtMs;
  }

  postpone(id: number, attempts: number, dueAtMs: number): void {
    this.#statements.postpone.run(attempts, dueAtMs, id);
  }

  remove(id: number): void {
    this.#statements.remove.run(id);
  }
}

function prepare(statement: (sql: string) => StatementSync) {
  return {
    add: statement('INSERT INTO deliveries (subscriptionArn, message, attempts, dueAtMs) VALUES (?, ?, ?, ?)'),
    due: statement(
      'SELECT id, subscriptionArn, message, attempts FROM deliveries WHERE dueAtMs <= ? ORDER BY dueAtMs, id LIMIT ?',
    ),
    next: statement('SELECT dueAtMs FROM deliveries ORDER BY dueAtMs LIMIT 1'),
    postpone: statement('UPDATE deliveries SET attempts = ?, dueAtMs = ? WHERE id = ?'),
    remove: statement('DELETE FROM deliveries WHERE id = ?'),
  };
}
