/** One file of a shard's log: a head of 16 bytes, then frames. Named for the ordinal of its first record. */
import { join } from 'node:path';

import type { Files } from './files.ts';
import {
  frameArrivalMs,
  frameBytes,
  frameBytesWanted,
  isFrameWhole,
  readFrame,
  type LogRecord,
} from './record-frame.ts';
import { SparseIndex } from './sparse-index.ts';

const magic = Buffer.from('HRLOG\0\0\u0001', 'latin1');
/** Bytes before the first frame: a magic text and the first ordinal. */
export const segmentHeadBytes = 16;
const scanChunkBytes = 1024 * 1024;
const seekChunkBytes = 128 * 1024;
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

/** Makes an empty segment, replacing anything of that name. Returns it open. */
export function createSegment(files: Files, folder: string, firstOrdinal: number): { segment: Segment; file: number } {
  const path = join(folder, segmentName(firstOrdinal));
  const head = Buffer.alloc(segmentHeadBytes);
  magic.copy(head);
  head.writeDoubleLE(firstOrdinal, magic.length);
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

/** True when the file begins as a segment of that ordinal does. */
export function hasHead(files: Files, file: number, firstOrdinal: number): boolean {
  const head = Buffer.alloc(segmentHeadBytes);
  if (files.read(file, head, segmentHeadBytes, 0) < segmentHeadBytes) return false;
  return head.subarray(0, magic.length).equals(magic) && head.readDoubleLE(magic.length) === firstOrdinal;
}

/** Builds the index by walking the file to its end, or to the first frame that is torn or damaged. */
export function scanSegment(files: Files, file: number, firstOrdinal: number): SparseIndex {
  const index = new SparseIndex(firstOrdinal, segmentHeadBytes);
  const visit = (chunk: Buffer, offset: number, size: number): boolean => {
    if (!isFrameWhole(chunk, offset, size)) return false;
    index.add(size, frameArrivalMs(chunk, offset));
    return true;
  };
  walk(files, file, segmentHeadBytes, files.sizeBytes(file), visit, scanChunkBytes);
  return index;
}

/** Ordinal of the first record that arrived at `timestampMs` or later; the segment's next ordinal when none did. */
export function seekTime(files: Files, file: number, index: SparseIndex, timestampMs: number): number {
  const start = index.beforeTime(timestampMs);
  if (!start) return index.nextOrdinal;
  let { ordinal } = start;
  const visit = (chunk: Buffer, offset: number): boolean => {
    if (frameArrivalMs(chunk, offset) >= timestampMs) return false;
    ordinal += 1;
    return true;
  };
  walk(files, file, start.offset, index.sizeBytes, visit, seekChunkBytes);
  return ordinal;
}

/**
 * Adds records from `from` on to `records` until `isFull` says that the next one, of so many bytes, is too much.
 * Throws when a record is damaged, naming the file and the place: it was whole once, so silence would be a loss.
 */
export function readSegment(
  files: Files,
  file: number,
  { path, index }: Segment,
  from: number,
  chunkBytes: number,
  records: LogRecord[],
  isFull: (frameBytes: number) => boolean,
): void {
  const start = index.before(from);
  if (!start) return;
  let { ordinal } = start;
  const visit = (chunk: Buffer, offset: number, size: number): boolean => {
    if (ordinal >= from) {
      if (isFull(size)) return false;
      if (!isFrameWhole(chunk, offset, size)) throw new Error(`record ${ordinal} in ${path} is damaged`);
      records.push(readFrame(chunk, offset, size, ordinal));
    }
    ordinal += 1;
    return true;
  };
  const end = walk(files, file, start.offset, index.sizeBytes, visit, chunkBytes);
  if (end === 'torn') throw new Error(`record ${ordinal} in ${path} is cut off`);
}

/** Calls `visit` for each frame in [offset, end) until it returns false or a frame does not fit: 'torn'. */
function walk(
  files: Files,
  file: number,
  start: number,
  end: number,
  visit: (chunk: Buffer, offset: number, size: number) => boolean,
  chunkBytes: number,
): 'end' | 'stopped' | 'torn' {
  let position = start;
  let wantedBytes = chunkBytes;
  while (position < end) {
    // Records are views of their chunk, so each chunk is memory of its own, which lives as long as they do.
    const chunk = Buffer.allocUnsafeSlow(Math.min(wantedBytes, end - position));
    const length = files.read(file, chunk, chunk.length, position);
    let offset = 0;
    for (let size = frameBytes(chunk, 0, length); size > 0; size = frameBytes(chunk, offset, length)) {
      if (!visit(chunk, offset, size)) return 'stopped';
      offset += size;
    }
    if (offset === 0) {
      wantedBytes = frameBytesWanted(chunk, 0, length);
      if (length < chunk.length || wantedBytes <= length || position + wantedBytes > end) return 'torn';
    } else {
      wantedBytes = chunkBytes;
    }
    position += offset;
  }
  return 'end';
}
