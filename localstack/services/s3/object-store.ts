/**
 * Buckets and objects: what is known of them in SQLite, bodies in files of their own.
 *
 * A body is written before its row and deleted after its row, so a kill leaves at most a file that no row names; those
 * are swept at the next start. A row never names a file that is not whole.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { randomUuid } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import { noSuchBucket } from './errors.ts';

export interface Bucket {
  readonly name: string;
  readonly createdAtMs: number;
}

export interface StoredObject {
  readonly bucket: string;
  readonly key: string;
  /** The body's file name. */
  readonly file: string;
  readonly sizeBytes: number;
  /** With its quotes. */
  readonly etag: string;
  readonly modifiedAtMs: number;
  /** Headers that come back with the object, by lower-case name: content-type, x-amz-meta-…, checksums. */
  readonly headers: Readonly<Record<string, string>>;
}

const schema = `
  CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, createdAtMs INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    file TEXT NOT NULL,
    sizeBytes INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modifiedAtMs INTEGER NOT NULL,
    headers TEXT NOT NULL,
    PRIMARY KEY (bucket, key)
  ) WITHOUT ROWID;
`;

export class ObjectStore {
  readonly engine: Engine;
  readonly #folder: string;
  readonly #statements: ReturnType<typeof prepare>;

  constructor(engine: Engine) {
    const database: DatabaseSync = engine.state.database('s3');
    database.exec(schema);
    this.engine = engine;
    this.#folder = engine.state.subfolder('s3');
    this.#statements = prepare((sql) => database.prepare(sql));
  }

  bucket(name: string): Bucket {
    const bucket = this.findBucket(name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  findBucket(name: string): Bucket | undefined {
    return this.#statements.bucket.get(name) as unknown as Bucket | undefined;
  }

  buckets(): Bucket[] {
    return this.#statements.buckets.all() as unknown as Bucket[];
  }

  createBucket(name: string): void {
    this.#statements.createBucket.run(name, this.engine.clock.nowMs());
  }

  deleteBucket(name: string): void {
    this.#statements.deleteBucket.run(name);
  }

  /** Objects in order of key (as UTF-8 bytes) after `afterKey`, with keys that begin with `prefix`. */
  list(bucket: string, prefix: string, afterKey: string, objectsMax: number): StoredObject[] {
    const from = afterKey >= prefix ? afterKey : prefix;
    const isIncluded = afterKey < prefix ? 1 : 0;
    const rows = this.#statements.list.all(bucket, from, isIncluded, from, prefix + lastCharacter, objectsMax);
    return rows.map(toObject).filter(({ key }) => key.startsWith(prefix));
  }

  find(bucket: string, key: string): StoredObject | undefined {
    const row = this.#statements.find.get(bucket, key);
    return row && toObject(row);
  }

  /** Stores a body and what is known of it, in the place of what was under the key. */
  put(object: Omit<StoredObject, 'file' | 'sizeBytes' | 'modifiedAtMs'>, body: Buffer): StoredObject {
    const file = randomUuid(this.engine.random);
    this.#write(file, body);
    const stored = { ...object, file, sizeBytes: body.length, modifiedAtMs: this.engine.clock.nowMs() };
    const previous = this.find(object.bucket, object.key);
    const { bucket, key, sizeBytes, etag, modifiedAtMs } = stored;
    this.#statements.put.run(bucket, key, file, sizeBytes, etag, modifiedAtMs, JSON.stringify(stored.headers));
    if (previous) this.#remove(previous.file);
    return stored;
  }

  delete(bucket: string, key: string): void {
    const object = this.find(bucket, key);
    if (!object) return;
    this.#statements.delete.run(bucket, key);
    this.#remove(object.file);
  }

  pathOf({ file }: StoredObject): string {
    return join(this.#folder, file.slice(0, 2), file);
  }

  /** Deletes files that no object names: what a kill in the middle of a request has left. */
  sweep(): void {
    const named = new Set(this.#statements.files.all().map((row) => String(row['file'])));
    for (const folder of readdirSync(this.#folder)) {
      for (const file of readdirSync(join(this.#folder, folder))) if (!named.has(file)) this.#remove(file);
    }
  }

  #write(file: string, body: Buffer): void {
    mkdirSync(join(this.#folder, file.slice(0, 2)), { recursive: true });
    const descriptor = openSync(join(this.#folder, file.slice(0, 2), file), 'w');
    try {
      for (let written = 0; written < body.length;) written += writeSync(descriptor, body, written);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  #remove(file: string): void {
    rmSync(join(this.#folder, file.slice(0, 2), file), { force: true });
  }
}

/** Sorts after every character, in UTF-8 bytes as in code points. */
export const lastCharacter = '\u{10ffff}';

function toObject(row: Record<string, unknown>): StoredObject {
  return { ...(row as unknown as StoredObject), headers: JSON.parse(String(row['headers'])) as Record<string, string> };
}

function prepare(statement: (sql: string) => StatementSync) {
  return {
    bucket: statement('SELECT name, createdAtMs FROM buckets WHERE name = ?'),
    buckets: statement('SELECT name, createdAtMs FROM buckets ORDER BY name'),
    createBucket: statement('INSERT INTO buckets (name, createdAtMs) VALUES (?, ?)'),
    deleteBucket: statement('DELETE FROM buckets WHERE name = ?'),
    find: statement('SELECT * FROM objects WHERE bucket = ? AND key = ?'),
    list: statement(
      `SELECT * FROM objects WHERE bucket = ? AND key >= ? AND (? = 1 OR key > ?) AND key <= ? ORDER BY key LIMIT ?`,
    ),
    put: statement(
      `INSERT OR REPLACE INTO objects (bucket, key, file, sizeBytes, etag, modifiedAtMs, headers)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    ),
    delete: statement('DELETE FROM objects WHERE bucket = ? AND key = ?'),
    files: statement('SELECT file FROM objects'),
  };
}
