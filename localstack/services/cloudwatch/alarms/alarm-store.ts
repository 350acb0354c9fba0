/** All alarms and what has happened to them. */
import type { StatementSync } from 'node:sqlite';

import type { Engine } from '../../../engine/service.ts';
import type { Documents } from '../../../engine/state.ts';
import { resourceNotFound } from '../errors.ts';
import type { Alarm } from './alarm.ts';

export type HistoryItemType = 'ConfigurationUpdate' | 'StateUpdate' | 'Action';

export interface HistoryItem {
  readonly alarmName: string;
  readonly atMs: number;
  readonly type: HistoryItemType;
  readonly summary: string;
  /** JSON. */
  readonly data: string;
}

/** "Alarm history is kept for 30 days." */
const historyMs = 30 * 24 * 3_600_000;

const schema = `
  CREATE TABLE IF NOT EXISTS history (
    id INTEGER PRIMARY KEY, alarmName TEXT NOT NULL, atMs INTEGER NOT NULL,
    type TEXT NOT NULL, summary TEXT NOT NULL, data TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS history_by_age ON history (atMs);
`;

export class AlarmStore {
  readonly #engine: Engine;
  readonly #documents: Documents<Alarm>;
  readonly #byName: Map<string, Alarm>;
  readonly #history: Readonly<Record<'insert' | 'select' | 'deleteOlder', StatementSync>>;

  constructor(engine: Engine) {
    const database = engine.state.database('cloudwatch');
    database.exec(schema);
    this.#engine = engine;
    this.#documents = engine.state.documents<Alarm>('cloudwatch-alarms');
    this.#byName = new Map(this.#documents.list().map((alarm) => [alarm.settings.AlarmName, alarm]));
    this.#history = {
      insert: database.prepare('INSERT INTO history (alarmName, atMs, type, summary, data) VALUES (?, ?, ?, ?, ?)'),
      select: database.prepare('SELECT * FROM history WHERE atMs >= ? ORDER BY atMs DESC, id DESC'),
      deleteOlder: database.prepare('DELETE FROM history WHERE atMs < ?'),
    };
  }

  arnOf(name: string): string {
    return `arn:aws:cloudwatch:${this.#engine.region}:${this.#engine.accountId}:alarm:${name}`;
  }

  find(name: string): Alarm | undefined {
    return this.#byName.get(name);
  }

  get(name: string): Alarm {
    const alarm = this.#byName.get(name);
    if (!alarm) throw resourceNotFound(`Alarm ${name}`);
    return alarm;
  }

  /** The alarm with this ARN. Throws when there is none. */
  byArn(arn: string): Alarm {
    const alarm = this.list().find((each) => each.arn === arn);
    if (!alarm) throw resourceNotFound(arn);
    return alarm;
  }

  /** In order of name. */
  list(): Alarm[] {
    return [...this.#byName.values()].toSorted((a, b) => (a.settings.AlarmName < b.settings.AlarmName ? -1 : 1));
  }

  put(alarm: Alarm): void {
    this.#byName.set(alarm.settings.AlarmName, alarm);
    this.#documents.put(alarm.settings.AlarmName, alarm);
  }

  delete(name: string): void {
    this.#byName.delete(name);
    this.#documents.delete(name);
  }

  record(alarmName: string, type: HistoryItemType, summary: string, data: object): void {
    this.#history.insert.run(alarmName, this.#engine.clock.nowMs(), type, summary, JSON.stringify(data));
  }

  /** The newest first. */
  history(): HistoryItem[] {
    const sinceMs = this.#engine.clock.nowMs() - historyMs;
    return this.#history.select.all(sinceMs) as unknown as HistoryItem[];
  }

  sweep(): void {
    this.#history.deleteOlder.run(this.#engine.clock.nowMs() - historyMs);
  }
}
