/**
 * The named alternative of the pipeline, and the truth it is checked against: node:sqlite in one process, raw listens by
 * INSERT OR IGNORE and an exact count per user, day and song beside them, 10,000 listens in a transaction.
 */
import { DatabaseSync } from 'node:sqlite';

import type { ListenEvent } from '../../../functions/listens/domain/listen-event.ts';

export class ExactCounter {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(`
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS listens (user_id TEXT, day TEXT, listened_at TEXT, event_id TEXT, song_id TEXT, body TEXT,
        PRIMARY KEY (user_id, day, listened_at, event_id)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS counts (user_id TEXT, day TEXT, song_id TEXT, count INTEGER NOT NULL,
        PRIMARY KEY (user_id, day, song_id)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS songs (song_id TEXT PRIMARY KEY, title TEXT, artist TEXT, album TEXT) WITHOUT ROWID`);
  }

  /** Takes listens as they stand on the log, in one transaction; those that came before change nothing. */
  take(records: readonly Buffer[]): void {
    const insert = this.#database.prepare('INSERT OR IGNORE INTO listens VALUES (?, ?, ?, ?, ?, ?)');
    const count = this.#database.prepare(
      'INSERT INTO counts VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1',
    );
    const label = this.#database.prepare('INSERT OR IGNORE INTO songs VALUES (?, ?, ?, ?)');
    this.#database.exec('BEGIN');
    for (const record of records) {
      const body = record.toString('utf8');
      const { user_id, listened_at, event_id, song_id, title, artist, album } = JSON.parse(body) as ListenEvent;
      const day = listened_at.slice(0, 10);
      const { changes } = insert.run(user_id, day, listened_at, event_id, song_id, body);
      if (changes === 0) continue;
      count.run(user_id, day, song_id);
      label.run(song_id, title, artist, album ?? null);
    }
    this.#database.exec('COMMIT');
  }

  /** Every listen there is. */
  *listens(): Generator<{ userId: string; day: string; eventId: string; songId: string; listenedAt: string }> {
    const select = this.#database.prepare('SELECT user_id, day, event_id, song_id, listened_at FROM listens');
    for (const row of select.iterate()) {
      yield {
        userId: String(row['user_id']),
        day: String(row['day']),
        eventId: String(row['event_id']),
        songId: String(row['song_id']),
        listenedAt: String(row['listened_at']),
      };
    }
  }

  /** How often each user played each song on each day. */
  *counts(): Generator<{ userId: string; day: string; songId: string; count: number }> {
    for (const row of this.#database.prepare('SELECT user_id, day, song_id, count FROM counts').iterate()) {
      yield {
        userId: String(row['user_id']),
        day: String(row['day']),
        songId: String(row['song_id']),
        count: Number(row['count']),
      };
    }
  }

  songCount(): number {
    return Number(this.#database.prepare('SELECT count(*) AS songs FROM songs').get()?.['songs']);
  }

  close(): void {
    this.#database.close();
  }
}
