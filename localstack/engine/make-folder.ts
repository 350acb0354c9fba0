import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes the folder and those above it. Throws a sentence that names the folder that cannot be made. One by one, because
 * Node's recursive `mkdirSync` never returns where the system refuses in unusual ways, as below `/proc`.
 */
export function makeFolder(folder: string): void {
  const known = statSync(folder, { throwIfNoEntry: false });
  if (known?.isDirectory()) return;
  if (known) throw new Error(`${folder} is a file; a folder is needed there.`);
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (fault) {
    const { code } = fault as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    throw new Error(`The folder ${folder} cannot be made (${code}). Choose another place.`, { cause: fault });
  }
}
