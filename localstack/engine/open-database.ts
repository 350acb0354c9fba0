/** Opens SQLite files, and says in words what is wrong with one that does not open. */
import { DatabaseSync } from 'node:sqlite';

/** SQLite's primary result codes (https://sqlite.org/rescode.html), as node:sqlite puts them into `errcode`. */
export const sqliteBusy = 5;
const reasons: Readonly<Record<number, string>> = {
  8: 'it may not be written to',
  10: 'reading or writing it failed (is the disk all right?)',
  11: 'it is damaged',
  13: 'the disk is full',
  14: 'it cannot be opened or made (may this user write to its folder?)',
  26: 'it is no SQLite database: something else has been written over it',
};

/** The primary code of what node:sqlite has thrown, or undefined for anything else. */
export function sqliteCode(fault: unknown): number | undefined {
  if (!(fault instanceof Error) || !('errcode' in fault) || typeof fault.errcode !== 'number') return undefined;
  return fault.errcode & 0xff;
}

/** Opens `file` and runs `setUp` on it. Throws a sentence that names the file and what can be done. */
export function openDatabase(file: string, setUp: string): DatabaseSync {
  try {
    const database = new DatabaseSync(file);
    database.exec(setUp);
    return database;
  } catch (fault) {
    const reason = reasons[sqliteCode(fault) ?? 0];
    if (reason === undefined) throw fault;
    throw new Error(`${file} cannot be used: ${reason}. Mend that, or begin anew with --fresh.`, { cause: fault });
  }
}
