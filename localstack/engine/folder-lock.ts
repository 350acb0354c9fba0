/** One cloud per state folder. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Takes the folder, or throws when another process has it. The lock is SQLite's own lock on a file: the operating
 * system gives it back when the holder ends, however it ends, so a `kill -9` leaves nothing to clean up.
 */
export function lockFolder(folder: string): { release(): void } {
  const database = new DatabaseSync(join(folder, 'lock.sqlite'));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (fault) {
    database.close();
    throw new Error(
      `Another local cloud is using the state in ${folder}. Stop it first, or give this one a folder of its own.`,
      {
        cause: fault,
      },
    );
  }
  return { release: () => database.close() };
}
