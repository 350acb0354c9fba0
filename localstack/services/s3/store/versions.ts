/** The versions of all objects, in the order of UTF-8 keys that S3 lists them in, which is SQLite's own order of text. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { afterEverything } from './after-everything.ts';
import type { Bodies } from './bodies.ts';
import { inTransaction } from './transaction.ts';
import { nullVersionId, type NewVersion, type Version, type VersionDetails } from './version.ts';

export const versionsSchema = `
  CREATE TABLE IF NOT EXISTS versions (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    versionId TEXT NOT NULL,
    isLatest INTEGER NOT NULL,
    isDeleteMarker INTEGER NOT NULL,
    bodyId INTEGER,
    sizeBytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modifiedAtMs INTEGER NOT NULL,
    details TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS versions_by_id ON versions (bucket, key, versionId);
  CREATE INDEX IF NOT EXISTS versions_by_age ON versions (bucket, key, sequence DESC);
  CREATE UNIQUE INDEX IF NOT EXISTS versions_latest ON versions (bucket, key) WHERE isLatest = 1;
  CREATE INDEX IF NOT EXISTS versions_by_body ON versions (bodyId);
`;

export class Versions {
  readonly #database: DatabaseSync;
  readonly #bodies: Bodies;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, bodies: Bodies) {
    this.#database = database;
    this.#bodies = bodies;
    this.#statements = prepare((sql) => database.prepare(sql));
  }

  /** The latest version, a delete marker too. */
  latest(bucket: string, key: string): Version | undefined {
    return toVersion(this.#statements.latest.get(bucket, key));
  }

  find(bucket: string, key: string, versionId: string): Version | undefined {
    return toVersion(this.#statements.find.get(bucket, key, versionId));
  }

  /** Makes `version` the latest of its key. With the null version's id it takes the place of that one. */
  put(bucket: string, key: string, versionId: string, version: NewVersion, isDeleteMarker = false): void {
    const replaced = versionId === nullVersionId ? this.find(bucket, key, versionId) : undefined;
    inTransaction(this.#database, () => {
      if (replaced) this.#statements.remove.run(replaced.sequence);
      this.#statements.demote.run(bucket, key);
      const { bodyId, sizeBytes, etag, modifiedAtMs, details } = version;
      const isMarker = isDeleteMarker ? 1 : 0;
      const text = JSON.stringify(details);
      this.#statements.insert.run(bucket, key, versionId, isMarker, bodyId, sizeBytes, etag, modifiedAtMs, text);
    });
    if (replaced) this.#bodies.release([replaced.bodyId]);
  }

  /** Removes a version for good; the one before it becomes the latest if it was. */
  remove(version: Version): void {
    inTransaction(this.#database, () => {
      this.#statements.remove.run(version.sequence);
      if (version.isLatest) this.#statements.promote.run(version.bucket, version.key);
    });
    this.#bodies.release([version.bodyId]);
  }

  setDetails(sequence: number, details: VersionDetails): void {
    this.#statements.setDetails.run(JSON.stringify(details), sequence);
  }

  hasAny(bucket: string): boolean {
    return this.#statements.any.get(bucket) !== undefined;
  }

  /** What GetObject would find, by key, from the key `from` on to before `to` (everything, when undefined). */
  *objects(bucket: string, from: string, to: string | undefined): Generator<Version> {
    for (const row of this.#statements.objects.iterate(bucket, from, to ?? afterEverything)) yield read(row);
  }

  /** Every version and delete marker, by key, the newest first. */
  *all(bucket: string, from: string, to: string | undefined): Generator<Version> {
    for (const row of this.#statements.all.iterate(bucket, from, to ?? afterEverything)) yield read(row);
  }
}

function prepare(statement: (sql: string) => StatementSync) {
  return {
    latest: statement('SELECT * FROM versions WHERE bucket = ? AND key = ? AND isLatest = 1'),
    find: statement('SELECT * FROM versions WHERE bucket = ? AND key = ? AND versionId = ?'),
    remove: statement('DELETE FROM versions WHERE sequence = ?'),
    demote: statement('UPDATE versions SET isLatest = 0 WHERE bucket = ? AND key = ? AND isLatest = 1'),
    promote: statement(
      `UPDATE versions SET isLatest = 1 WHERE sequence =
       (SELECT sequence FROM versions WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1)`,
    ),
    insert: statement(
      `INSERT INTO versions
       (bucket, key, versionId, isLatest, isDeleteMarker, bodyId, sizeBytes, etag, modifiedAtMs, details)
       VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)`,
    ),
    setDetails: statement('UPDATE versions SET details = ? WHERE sequence = ?'),
    any: statement('SELECT 1 FROM versions WHERE bucket = ? LIMIT 1'),
    objects: statement(
      `SELECT * FROM versions INDEXED BY versions_latest
       WHERE bucket = ? AND key >= ? AND key < ? AND isLatest = 1 AND isDeleteMarker = 0 ORDER BY key`,
    ),
    all: statement('SELECT * FROM versions WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, sequence DESC'),
  };
}

type Row = Record<string, unknown>;

function toVersion(row: Row | undefined): Version | undefined {
  return row && read(row);
}

function read(row: Row): Version {
  const flags = { isLatest: row['isLatest'] === 1, isDeleteMarker: row['isDeleteMarker'] === 1 };
  return { ...row, ...flags, details: JSON.parse(String(row['details'])) as VersionDetails } as unknown as Version;
}
