/** Opening a log: every segment but the last is full and has its index beside it; the last may have a torn tail. */
import { join } from 'node:path';

import type { Files } from './files.ts';
import {
  createSegment,
  hasHead,
  listSegments,
  scanSegment,
  segmentHeadBytes,
  segmentName,
  type Segment,
} from './segment.ts';
import { SparseIndex } from './sparse-index.ts';

/** The segment that is written to, with its open file. */
interface ActiveSegment {
  readonly segment: Segment;
  readonly file: number;
}

/**
 * The segments in `folder`, oldest first, and the open file of the last. An empty folder gets its first segment.
 * Throws when a full segment is damaged: what is missing there was acknowledged once.
 */
export function openSegments(
  files: Files,
  folder: string,
  onTailCut: ((path: string, bytes: number) => void) | undefined,
): { segments: Segment[]; file: number } {
  const ordinals = listSegments(files, folder);
  const last = ordinals.pop();
  const segments = ordinals.map((ordinal) => openFull(files, folder, ordinal));
  const active = last === undefined ? createSegment(files, folder, 1) : openLast(files, folder, last, onTailCut);
  return { segments: [...segments, active.segment], file: active.file };
}

function openFull(files: Files, folder: string, firstOrdinal: number): Segment {
  const path = join(folder, segmentName(firstOrdinal));
  const known = SparseIndex.decode(files.content(`${path}.index`) ?? Buffer.alloc(0));
  if (known?.firstOrdinal === firstOrdinal) return { path, index: known };
  const file = files.open(path);
  try {
    const index = scanSegment(files, file, firstOrdinal);
    const lostBytes = files.sizeBytes(file) - index.sizeBytes;
    if (lostBytes > 0) throw new Error(`${path} is damaged: ${lostBytes} bytes from byte ${index.sizeBytes} on`);
    files.replace(`${path}.index`, index.encode());
    return { path, index };
  } finally {
    files.close(file);
  }
}

function openLast(
  files: Files,
  folder: string,
  firstOrdinal: number,
  onTailCut: ((path: string, bytes: number) => void) | undefined,
): ActiveSegment {
  const path = join(folder, segmentName(firstOrdinal));
  const file = files.open(path);
  if (!hasHead(files, file, firstOrdinal)) {
    const sizeBytes = files.sizeBytes(file);
    files.close(file);
    if (sizeBytes > segmentHeadBytes) throw new Error(`${path} does not begin as a segment of ${firstOrdinal} does`);
    return createSegment(files, folder, firstOrdinal); // The crash came before the head was written: before any record.
  }
  const index = scanSegment(files, file, firstOrdinal);
  const tornBytes = files.sizeBytes(file) - index.sizeBytes;
  if (tornBytes > 0) {
    onTailCut?.(path, tornBytes);
    files.truncate(file, index.sizeBytes);
  }
  return { segment: { path, index }, file };
}
