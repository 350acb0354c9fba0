/**
 * The bytes of objects and parts: one file each, named by a number that SQLite has given and never gives again.
 *
 * A file is written before a row names it and removed after the last row that names it is gone, so that a kill at any
 * instruction leaves at most a file that nobody names; the next start removes those.
 */
import { openSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { StoredBytes, type ByteRange } from './stored-bytes.ts';

const schema = 'CREATE TABLE IF NOT EXISTS bodies (id INTEGER PRIMARY KEY AUTOINCREMENT)';

/** What names a body: an object's version, or a part of an upload. Their tables are made before this one is asked. */
const isUnnamed = `NOT EXISTS (SELECT 1 FROM versions WHERE bodyId = bodies.id)
  AND NOT EXISTS (SELECT 1 FROM parts WHERE bodyId = bodies.id)`;

export interface WrittenBody {
  readonly id: number;
  readonly sizeBytes: number;
}

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export class Bodies {
  readonly #folder: string;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync, folder: string) {
    database.exec(schema);
    this.#database = database;
    this.#folder = folder;
  }

  /** Writes a body, lets `commit` name it in a row, and removes it again when that did not happen. */
  async store<T>(chunks: Chunks, commit: (body: WrittenBody) => T): Promise<T> {
    const { lastInsertRowid } = this.#database.prepare('INSERT INTO bodies DEFAULT VALUES').run();
    const id = Number(lastInsertRowid);
    try {
      return commit({ id, sizeBytes: await this.#write(id, chunks) });
    } finally {
      this.release([id]);
    }
  }

  /** Removes those of the bodies that no row names any more. */
  release(ids: readonly (number | null)[]): void {
    const forget = this.#database.prepare(`DELETE FROM bodies WHERE id = ? AND ${isUnnamed}`);
    for (const id of ids) {
      if (id !== null && forget.run(id).changes > 0) rmSync(this.#pathOf(id), { force: true });
    }
  }

  /** Removes what a kill has left behind. Only before requests come. */
  sweep(): void {
    const rows = this.#database.prepare(`SELECT id FROM bodies WHERE ${isUnnamed}`).all();
    this.release(rows.map(({ id }) => Number(id)));
  }

  /** The bytes of a range, opened now: they can be read to their end even when the object is deleted meanwhile. */
  open(id: number, range: ByteRange): StoredBytes {
    return new StoredBytes(openSync(this.#pathOf(id), 'r'), range);
  }

  async #write(id: number, chunks: Chunks): Promise<number> {
    const file = await open(this.#pathOf(id), 'w');
    try {
      let sizeBytes = 0;
      for await (const chunk of chunks) {
        await file.writeFile(chunk);
        sizeBytes += chunk.length;
      }
      return sizeBytes;
    } finally {
      await file.close();
    }
  }

  #pathOf(id: number): string {
    return join(this.#folder, `${id}.body`);
  }
}
