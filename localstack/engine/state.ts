/**
 * Where the cloud keeps what it must not forget: a folder with one SQLite file per service that needs tables of its own,
 * one for everybody's small documents, and sub-folders for those who write files.
 *
 * Durability: write-ahead log, `synchronous = NORMAL`. A commit survives `kill -9` of this process, because the bytes
 * are with the operating system by then; only a power cut may take the last commits (https://sqlite.org/wal.html).
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { makeFolder } from './make-folder.ts';
import { openDatabase } from './open-database.ts';

/** Small JSON documents under string keys, listed in key order: functions, rules, roles, mappings, stacks. */
export interface Documents<T> {
  get(key: string): T | undefined;
  put(key: string, document: T): void;
  delete(key: string): boolean;
  list(): T[];
}

export interface State {
  readonly folder: string;
  /** The service's own database file `<name>.sqlite`; the same one each time it is asked for. */
  database(name: string): DatabaseSync;
  documents<T>(collection: string): Documents<T>;
  /**
   * Tells the documents where the cloud now answers. Queue URLs, API addresses and functions' environments hold the
   * address that they were made under; when the cloud comes back on another port they are written anew. True when so.
   */
  moveAddress(url: string): boolean;
  /** A sub-folder, made when it is not there. */
  subfolder(name: string): string;
  close(): void;
}

/** Opens (or makes) a state folder. A second process on the same folder is refused by the caller's lock, not here. */
export function openState(folder: string): State {
  makeFolder(folder);
  const databases = new Map<string, DatabaseSync>();
  const database = (name: string): DatabaseSync => {
    const known = databases.get(name);
    if (known) return known;
    const setUp = 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000';
    const opened = openDatabase(join(folder, `${name}.sqlite`), setUp);
    databases.set(name, opened);
    return opened;
  };
  return {
    folder,
    database,
    documents: (collection) => openDocuments(database('documents'), collection),
    moveAddress: (url) => moveAddress(database('documents'), url),
    subfolder: (name) => {
      const path = join(folder, name);
      mkdirSync(path, { recursive: true });
      return path;
    },
    close: () => {
      for (const opened of databases.values()) opened.close();
      databases.clear();
    },
  };
}

/** A state folder of its own in the system's temporary folder, gone after `close`. For tests and trials. */
export function temporaryState(): State {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  const state = openState(folder);
  return {
    ...state,
    close: () => {
      state.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function openDocuments<T>(database: DatabaseSync, collection: string): Documents<T> {
  database.exec(
    'CREATE TABLE IF NOT EXISTS documents (collection TEXT, key TEXT, body TEXT NOT NULL, PRIMARY KEY (collection, key)) WITHOUT ROWID',
  );
  const select = database.prepare('SELECT body FROM documents WHERE collection = ? AND key = ?');
  const selectAll = database.prepare('SELECT body FROM documents WHERE collection = ? ORDER BY key');
  const upsert = database.prepare('INSERT OR REPLACE INTO documents (collection, key, body) VALUES (?, ?, ?)');
  const remove = database.prepare('DELETE FROM documents WHERE collection = ? AND key = ?');
  const parse = (row: Record<string, unknown>): T => JSON.parse(String(row['body'])) as T;
  return {
    get: (key) => {
      const row = select.get(collection, key);
      return row && parse(row);
    },
    put: (key, document) => void upsert.run(collection, key, JSON.stringify(document)),
    delete: (key) => remove.run(collection, key).changes > 0,
    list: () => selectAll.all(collection).map(parse),
  };
}

/** Addresses are `127.0.0.1:<port>` and, in names for people, `localhost:<port>`. */
function moveAddress(database: DatabaseSync, url: string): boolean {
  const kept = openDocuments<{ readonly port: string }>(database, 'cloud-address');
  const { port } = new URL(url);
  const previous = kept.get('port')?.port;
  kept.put('port', { port });
  if (previous === undefined || previous === port) return false;
  const update = database.prepare('UPDATE documents SET body = replace(body, ?, ?), key = replace(key, ?, ?)');
  for (const name of ['127.0.0.1', 'localhost']) {
    const [old, current] = [`${name}:${previous}`, `${name}:${port}`];
    update.run(old, current, old, current);
  }
  return true;
}
