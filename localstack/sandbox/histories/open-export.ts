import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

import { strFromU8, unzipSync } from 'fflate';

import { UnreadableHistory } from './unreadable-history.ts';

/** One JSON or JSON-lines file of an export. */
export interface ExportFile {
  /** How errors name it: the path given, and for a file inside an archive or a folder `path › file`. */
  readonly name: string;
  readonly isJsonLines: boolean;
  readonly text: string;
}

/**
 * Opens what a person points at: a `.json` or `.jsonl` file, a `.zip`, or a folder of such files, in name order. Files of
 * other kinds inside a zip or folder are left alone (exports carry a PDF). Throws `UnreadableHistory` when there is nothing to read.
 */
export function openExport(path: string): ExportFile[] {
  const files = isFolder(path) ? openFolder(path) : openFile(path, path);
  if (files.length === 0) throw new UnreadableHistory(path, 'holds no .json or .jsonl file');
  return files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    throw new UnreadableHistory(path, isMissing ? 'there is no such file' : 'cannot be opened', cause);
  }
}

function openFolder(folder: string): ExportFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => isReadable(name))
    .flatMap((name) => openFile(join(folder, name), `${folder} › ${name}`));
}

function openFile(path: string, name: string): ExportFile[] {
  const bytes = readBytes(path, name);
  if (extname(path).toLowerCase() === '.zip') return openZip(bytes, name);
  if (!isReadable(path)) {
    throw new UnreadableHistory(
      name,
      `is neither .json, .jsonl nor .zip, but ${extname(path) || 'without an extension'}`,
    );
  }
  return [toExportFile(name, bytes)];
}

function readBytes(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new UnreadableHistory(name, 'cannot be read', cause);
  }
}

function openZip(bytes: Uint8Array, name: string): ExportFile[] {
  try {
    const entries = unzipSync(bytes, { filter: (entry) => isReadable(entry.name) });
    return Object.entries(entries).map(([entry, content]) => toExportFile(`${name} › ${entry}`, content));
  } catch (cause) {
    throw new UnreadableHistory(name, 'is not a readable zip archive', cause);
  }
}

/** Entries that macOS adds to its archives (`__MACOSX/._x.json`) have a name that looks like JSON and are not. */
function isReadable(name: string): boolean {
  const isJson = /\.jsonl?$/i.test(name);
  return isJson && !/(^|[\\/])(\._|__MACOSX[\\/])/.test(name);
}

function toExportFile(name: string, content: Uint8Array): ExportFile {
  // A byte order mark is no part of JSON, and some editors put one there.
  const text = strFromU8(content).replace(/^\uFEFF/, '');
  return { name, isJsonLines: /\.jsonl$/i.test(name), text };
}
