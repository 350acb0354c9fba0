/** Multipart uploads in progress, and their parts. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { afterEverything } from './after-everything.ts';
import type { Bodies } from './bodies.ts';
import { inTransaction } from './transaction.ts';
import type { VersionDetails } from './version.ts';

export const uploadsSchema = `
  CREATE TABLE IF NOT EXISTS uploads (
    uploadId TEXT PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    initiatedAtMs INTEGER NOT NULL,
    details TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS uploads_by_key ON uploads (bucket, key, uploadId);
  CREATE TABLE IF NOT EXISTS parts (
    uploadId TEXT NOT NULL,
    partNumber INTEGER NOT NULL,
    bodyId INTEGER NOT NULL,
    sizeBytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    checksum TEXT NOT NULL,
    modifiedAtMs INTEGER NOT NULL,
    PRIMARY KEY (uploadId, partNumber)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS parts_by_body ON parts (bodyId);
`;

export interface Upload {
  readonly uploadId: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiatedAtMs: number;
  /** What the finished object will have. `members` holds ChecksumAlgorithm and ChecksumType too. */
  readonly details: VersionDetails;
}

export interface Part {
  readonly partNumber: number;
  readonly bodyId: number;
  readonly sizeBytes: number;
  readonly etag: string;
  /** In the upload's algorithm, base64; empty when there is none. */
  readonly checksum: string;
  readonly modifiedAtMs: number;
}

export class Uploads {
  readonly #database: DatabaseSync;
  readonly #bodies: Bodies;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: DatabaseSync, bodies: Bodies) {
    this.#database = database;
    this.#bodies = bodies;
    this.#statements = prepare((sql) => database.prepare(sql));
  }

  put({ uploadId, bucket, key, initiatedAtMs, details }: Upload): void {
    this.#statements.insert.run(uploadId, bucket, key, initiatedAtMs, JSON.stringify(details));
  }

  find(bucket: string, key: string, uploadId: string): Upload | undefined {
    const row = this.#statements.find.get(uploadId, bucket, key);
    return row && readUpload(row);
  }

  /** By key, then id, from the key `from` on to before `to` (everything, when undefined). */
  list(bucket: string, from: string, to?: string): Upload[] {
    return this.#statements.list.all(bucket, from, to ?? afterEverything).map(readUpload);
  }

  /** Keeps a part, in the place of one with the same number. */
  putPart(uploadId: string, part: Part): void {
    const replaced = this.#statements.part.get(uploadId, part.partNumber) as { bodyId: number } | undefined;
    const { partNumber, bodyId, sizeBytes, etag, checksum, modifiedAtMs } = part;
    this.#statements.putPart.run(uploadId, partNumber, bodyId, sizeBytes, etag, checksum, modifiedAtMs);
    if (replaced) this.#bodies.release([replaced.bodyId]);
  }

  /** By number. */
  parts(uploadId: string): Part[] {
    return this.#statements.parts.all(uploadId) as unknown as Part[];
  }

  /** Forgets the upload and its parts. */
  remove(uploadId: string): void {
    const parts = this.parts(uploadId);
    inTransaction(this.#database, () => {
      this.#statements.removeParts.run(uploadId);
      this.#statements.remove.run(uploadId);
    });
    this.#bodies.release(parts.map(({ bodyId }) => bodyId));
  }
}

function prepare(statement: (sql: string) => StatementSync) {
  return {
    insert: statement('INSERT INTO uploads (uploadId, bucket, key, initiatedAtMs, details) VALUES (?, ?, ?, ?, ?)'),
    find: statement('SELECT * FROM uploads WHERE uploadId = ? AND bucket = ? AND key = ?'),
    list: statement('SELECT * FROM uploads WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, uploadId'),
    part: statement('SELECT bodyId FROM parts WHERE uploadId = ? AND partNumber = ?'),
    putPart: statement('INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?, ?, ?)'),
    parts: statement('SELECT * FROM parts WHERE uploadId = ? ORDER BY partNumber'),
    removeParts: statement('DELETE FROM parts WHERE uploadId = ?'),
    remove: statement('DELETE FROM uploads WHERE uploadId = ?'),
  };
}

function readUpload(row: Record<string, unknown>): Upload {
  return { ...row, details: JSON.parse(String(row['details'])) as VersionDetails } as unknown as Upload;
}
