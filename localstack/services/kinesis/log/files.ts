/** The few things a log asks of a file system, as a port, so that a test can fill the disk. */
import {
  closeSync,
  constants,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

export interface Files {
  /** Opens for reading and writing, making the file when it is not there. */
  open(path: string): number;
  close(file: number): void;
  sizeBytes(file: number): number;
  /** Reads up to `length` bytes at `position` into `target`; returns how many there were. */
  read(file: number, target: Buffer, length: number, position: number): number;
  /** Writes at `position`; may write less than asked, as the operating system may. */
  write(file: number, source: Buffer, offset: number, length: number, position: number): number;
  truncate(file: number, sizeBytes: number): void;
  /** Waits until the file's bytes are on the disk itself. */
  sync(file: number): void;
  /** A whole small file, or undefined when there is none. */
  content(path: string): Buffer | undefined;
  /** Replaces a small file as a whole: after a crash it is the old one or the new one. */
  replace(path: string, content: Buffer): void;
  /** The same, and waits until the new one is on the disk itself: after a power cut it is the new one. */
  replaceDurably(path: string, content: Buffer): void;
  /** Names in the folder, made when it is not there, in order. */
  list(folder: string): string[];
  /** Deletes a file or folder; a missing one is not a fault. */
  remove(path: string): void;
}

/** The real file system. */
export const realFiles: Files = {
  open: (path) => openSync(path, constants.O_RDWR | constants.O_CREAT, 0o644),
  close: closeSync,
  sizeBytes: (file) => fstatSync(file).size,
  read: (file, target, length, position) => readSync(file, target, 0, length, position),
  write: (file, source, offset, length, position) => writeSync(file, source, offset, length, position),
  truncate: ftruncateSync,
  sync: fdatasyncSync,
  content: (path) => (existsSync(path) ? readFileSync(path) : undefined),
  replace: (path, content) => {
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
  },
  replaceDurably: (path, content) => {
    synced(`${path}.new`, 'w', (file) => writeFileSync(file, content));
    renameSync(`${path}.new`, path);
    synced(dirname(path), 'r'); // The name itself is in the folder's own bytes.
  },
  list: (folder) => {
    mkdirSync(folder, { recursive: true });
    return readdirSync(folder).sort();
  },
  remove: (path) => rmSync(path, { recursive: true, force: true }),
};

function synced(path: string, mode: 'r' | 'w', use?: (file: number) => void): void {
  const file = openSync(path, mode);
  try {
    use?.(file);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
