/** One cloud per state folder. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { openDatabase, sqliteBusy, sqliteCode } from './open-database.ts';

const notADatabase = 26;

/**
 * Takes the folder, or throws when another process has it. The lock is SQLite's own lock on a file: the operating
 * system gives it back when the holder ends, however it ends, so a `kill -9` leaves nothing to clean up.
 */
export function lockFolder(folder: string): { release(): void } {
  const file = join(folder, 'lock.sqlite');
  // The file holds nothing but the lock; what something else has written over it is no loss.
  if (isGarbage(file)) rmSync(file);
  const database = openDatabase(file, 'PRAGMA busy_timeout = 0');
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (fault) {
    database.close();
    if (sqliteCode(fault) !== sqliteBusy) throw fault;
    const advice = 'Stop it first, or give this one a folder of its own.';
    throw new Error(`Another local cloud is using the state in ${folder}. ${advice}`, { cause: fault });
  }
  return { release: () => database.close() };
}

function isGarbage(file: string): boolean {
  try {
    const database = new DatabaseSync(file);
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    database.close();
    return false;
  } catch (fault) {
    return sqliteCode(fault) === notADatabase;
  }
}
