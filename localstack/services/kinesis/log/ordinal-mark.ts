/**
 * How far a log has come, in a small file beside its segments that does not depend on them. Ordinals up to `nextOrdinal`
 * are reserved before the first of them is used, so a log that lost records, and does not know how many, goes on above
 * every ordinal that it ever gave one. The file is on the disk itself before that, which no segment promises to be.
 */
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import type { Files } from './files.ts';

export interface OrdinalMark {
  /** Where ordinals go on after an end that was not a clean one: no record has this one or a higher one. */
  readonly nextOrdinal: number;
  /** No record that was not past its retention period was before this one. */
  readonly firstOrdinal: number;
  /** Ordinal after the last record's when the mark was written. There may have been more since. */
  readonly endOrdinal: number;
  /** Bytes of all segments when the mark was written. */
  readonly sizeBytes: number;
}

/**
 * How many ordinals are reserved at once. Writing a mark waits for the disk, milliseconds: at a million records a second
 * that is once a second. Ordinals have 53 bits, so eight thousand million unclean ends use them up.
 */
export const ordinalsReserved = 2 ** 20;

const magic = Buffer.from('HRMARK\0\u0001', 'latin1');
const markBytes = magic.length + 4 * 8 + 4;

export function markPath(folder: string): string {
  return join(folder, 'ordinals.mark');
}

/** The mark in `folder`; undefined when there is none that is whole. */
export function readMark(files: Files, folder: string): OrdinalMark | undefined {
  const bytes = files.content(markPath(folder));
  if (bytes?.length !== markBytes || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  if (bytes.readUInt32LE(markBytes - 4) !== crc32(bytes.subarray(0, markBytes - 4))) return undefined;
  const number = (position: number): number => bytes.readDoubleLE(magic.length + position * 8);
  return { nextOrdinal: number(0), firstOrdinal: number(1), endOrdinal: number(2), sizeBytes: number(3) };
}

/** Writes the mark, and waits until it is on the disk itself. */
export function writeMark(files: Files, folder: string, mark: OrdinalMark): void {
  const bytes = Buffer.alloc(markBytes);
  magic.copy(bytes);
  [mark.nextOrdinal, mark.firstOrdinal, mark.endOrdinal, mark.sizeBytes].forEach((number, position) =>
    bytes.writeDoubleLE(number, magic.length + position * 8),
  );
  bytes.writeUInt32LE(crc32(bytes.subarray(0, markBytes - 4)), markBytes - 4);
  files.replaceDurably(markPath(folder), bytes);
}
