/** One file of a shard's log: a head of 24 bytes, then frames. Named for the ordinal that came next when it began. */
import { join } from 'node:path';

import type { Files } from './files.ts';
import { lossOf, type ReportLoss } from './log-loss.ts';
import { frameArrivalMs, readFrame, type LogRecord } from './record-frame.ts';
import { SparseIndex } from './sparse-index.ts';
import { walkFrames, type Damage, type Visit } from './walk-frames.ts';

const magic = Buffer.from('HRLOG\0\0\u0002', 'latin1');
/** Bytes before the first frame: a magic text, the first ordinal, and the ordinal after the segment before. */
export const segmentHeadBytes = 24;
const scanChunkBytes = 1024 * 1024;
const seekChunkBytes = 128 * 1024;
const readChunkBytesMax = 1024 * 1024;
const readChunkBytesMin = 64 * 1024;
const suffix = '.segment';

export interface Segment {
  readonly path: string;
  readonly index: SparseIndex;
}

/** The file name of the segment that begins at `ordinal`: sixteen digits, so that names sort as ordinals do. */
export function segmentName(ordinal: number): string {
  return `${String(ordinal).padStart(16, '0')}${suffix}`;
}

/** First ordinals of the segments in `folder`, in order. */
export function listSegments(files: Files, folder: string): number[] {
  return files
    .list(folder)
    .filter((name) => name.endsWith(suffix))
    .map((name) => Number(name.slice(0, -suffix.length)));
}

/**
 * Makes an empty segment, replacing anything of that name. Returns it open. `previousEnd` is the ordinal after the last
 * record before it, so that it shows when a segment between two is gone.
 */
export function createSegment(
  files: Files,
  folder: string,
  firstOrdinal: number,
  previousEnd: number,
): { segment: Segment; file: number } {
  const path = join(folder, segmentName(firstOrdinal));
  const head = Buffer.alloc(segmentHeadBytes);
  magic.copy(head);
  head.writeDoubleLE(firstOrdinal, magic.length);
  head.writeDoubleLE(previousEnd, magic.length + 8);
  const file = files.open(path);
  try {
    files.truncate(file, 0);
    writeAll(files, file, head, head.length, 0);
  } catch (fault) {
    files.close(file);
    throw fault;
  }
  return { segment: { path, index: new SparseIndex(firstOrdinal, segmentHeadBytes) }, file };
}

/** Writes all of the first `length` bytes, however many calls the operating system makes of it. */
export function writeAll(files: Files, file: number, source: Buffer, length: number, position: number): void {
  for (let done = 0; done < length;) {
    const written = files.write(file, source, done, length - done, position + done);
    if (written <= 0) throw new Error(`the operating system wrote ${written} of ${length - done} bytes`);
    done += written;
  }
}

/** The `previousEnd` of a segment; undefined when the file does not begin as a segment of `firstOrdinal` does. */
export function readHead(files: Files, file: number, firstOrdinal: number): number | undefined {
  const head = Buffer.alloc(segmentHeadBytes);
  if (files.read(file, head, segmentHeadBytes, 0) < segmentHeadBytes) return undefined;
  const isHead = head.subarray(0, magic.length).equals(magic) && head.readDoubleLE(magic.length) === firstOrdinal;
  return isHead ? head.readDoubleLE(magic.length + 8) : undefined;
}

/**
 * Builds the index by walking the whole file. Damage with whole records behind it goes to `onDamage` and into the index;
 * what lies behind the last whole record is returned and is not in the index.
 */
export function scanSegment(
  files: Files,
  file: number,
  firstOrdinal: number,
  onDamage: (damage: Damage) => void,
): { index: SparseIndex; tail: Damage | undefined } {
  const index = new SparseIndex(firstOrdinal, segmentHeadBytes);
  let tail: Damage | undefined;
  const visit: Visit = (chunk, offset, size, ordinal) => {
    index.add(size, ordinal, frameArrivalMs(chunk, offset));
    return true;
  };
  const stretch = {
    start: segmentHeadBytes,
    end: files.sizeBytes(file),
    previousOrdinal: firstOrdinal - 1,
    checkedFrom: 0,
    chunkBytes: scanChunkBytes,
  };
  walkFrames(files, file, stretch, visit, (damage) => {
    if (damage.nextOrdinal === undefined) {
      tail = damage;
      return;
    }
    onDamage(damage);
    index.addDamage(damage.sizeBytes);
  });
  return { index, tail };
}

/** Ordinal of the first record that arrived at `timestampMs` or later; the segment's next ordinal when none did. */
export function seekTime(
  files: Files,
  file: number,
  { path, index }: Segment,
  timestampMs: number,
  report: ReportLoss,
) {
  let found = index.nextOrdinal;
  const start = index.beforeTime(timestampMs);
  if (!start) return found;
  const visit: Visit = (chunk, offset, _size, ordinal) => {
    if (frameArrivalMs(chunk, offset) < timestampMs) return true;
    found = ordinal;
    return false;
  };
  const stretch = {
    start: start.offset,
    end: index.sizeBytes,
    previousOrdinal: start.ordinal - 1,
    checkedFrom: 0,
    chunkBytes: seekChunkBytes,
  };
  walkFrames(files, file, stretch, visit, (damage) => report(lossOf(path, damage)));
  return found;
}

/**
 * Adds records from `from` on to `records` until `isFull` says that the next one, of so many bytes, is too much.
 * Damaged ones are reported, and left out.
 */
export function readSegment(
  files: Files,
  file: number,
  { path, index }: Segment,
  from: number,
  chunkBytes: number,
  records: LogRecord[],
  isFull: (frameBytes: number) => boolean,
  report: ReportLoss,
): void {
  const start = index.before(from);
  if (!start) return;
  // Meeting `from` itself shows that no damage led past it on the way there.
  let isWayKnown = start.ordinal >= from;
  const stretch = {
    start: start.offset,
    end: index.sizeBytes,
    previousOrdinal: start.ordinal - 1,
    checkedFrom: isWayKnown ? 0 : from,
    chunkBytes,
  };
  const visit: Visit = (chunk, offset, size, ordinal) => {
    if (ordinal < from) return true;
    isWayKnown ||= ordinal === from;
    if (!isWayKnown || isFull(size)) return false;
    records.push(readFrame(chunk, offset, size, ordinal));
    return true;
  };
  const onDamage = (damage: Damage): void => report(lossOf(path, damage));
  walkFrames(files, file, stretch, visit, onDamage);
  if (isWayKnown) return;
  isWayKnown = true;
  walkFrames(files, file, { ...stretch, checkedFrom: 0 }, visit, onDamage);
}

/** Bytes of all of them together. */
export function totalBytes(segments: readonly Segment[]): number {
  return segments.reduce((sum, { index }) => sum + index.sizeBytes, 0);
}

/** Bytes to read at once: about what is wanted, and the way to it from the index entry before. */
export function chunkBytesFor(index: SparseIndex, recordsWanted: number, bytesMax: number): number {
  const frameBytesMean = index.sizeBytes / Math.max(1, index.recordCount);
  const wantedBytes = Math.min(bytesMax, recordsWanted * frameBytesMean) + readChunkBytesMin;
  return Math.ceil(Math.min(readChunkBytesMax, wantedBytes));
}
