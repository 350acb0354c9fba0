/** Going through the frames of a segment, past damage: what is whole behind a damaged frame is found again. */
import type { Files } from './files.ts';
import { frameBytes, frameBytesWanted, frameOrdinal, frameOverheadBytes, isFrameWhole } from './record-frame.ts';

/** Bytes of a segment that are no whole records. */
export interface Damage {
  readonly offset: number;
  readonly sizeBytes: number;
  /** The lowest ordinal that a lost record may have had. */
  readonly firstOrdinal: number;
  /** Ordinal of the next whole record; undefined when there is none behind the damage. */
  readonly nextOrdinal: number | undefined;
}

export interface Stretch {
  /** Byte at which a frame begins. */
  readonly start: number;
  readonly end: number;
  /** Ordinal before that of the first frame, or lower. */
  readonly previousOrdinal: number;
  /** Frames of lower ordinals are stepped over, their checksums not looked at. */
  readonly checkedFrom: number;
  /** How much is read at once. */
  readonly chunkBytes: number;
}

/** Sees a whole frame; false ends the walk. */
export type Visit = (chunk: Buffer, offset: number, size: number, ordinal: number) => boolean;

const searchChunkBytes = 256 * 1024;

/**
 * Calls `visit` for each whole frame of the stretch, in order, until it returns false. A frame is whole when it fits, its
 * ordinal is higher than the one before, and its checksum holds. What is not goes to `onDamage`, and the walk goes on at
 * the next frame that is.
 */
export function walkFrames(
  files: Files,
  file: number,
  { start, end, previousOrdinal, checkedFrom, chunkBytes }: Stretch,
  visit: Visit,
  onDamage: (damage: Damage) => void,
): void {
  let position = start;
  let previous = previousOrdinal;
  let wantedBytes = chunkBytes;
  while (position < end) {
    // Records are views of their chunk, so each chunk is memory of its own, which lives as long as they do.
    const chunk = Buffer.allocUnsafeSlow(Math.min(wantedBytes, end - position));
    const length = files.read(file, chunk, chunk.length, position);
    let offset = 0;
    let isDamaged = false;
    for (let size = frameBytes(chunk, 0, length); size > 0; size = frameBytes(chunk, offset, length)) {
      const ordinal = frameOrdinal(chunk, offset);
      isDamaged = !(ordinal > previous) || (ordinal >= checkedFrom && !isFrameWhole(chunk, offset, size));
      if (isDamaged) break;
      if (!visit(chunk, offset, size, ordinal)) return;
      previous = ordinal;
      offset += size;
    }
    position += offset;
    wantedBytes = chunkBytes;
    if (offset > 0 && !isDamaged) continue;
    if (!isDamaged) {
      wantedBytes = frameBytesWanted(chunk, 0, length);
      if (length === chunk.length && wantedBytes > length && position + wantedBytes <= end) continue;
    }
    wantedBytes = chunkBytes;
    const next = findFrame(files, file, position, end, previous);
    const sizeBytes = (next?.offset ?? end) - position;
    onDamage({ offset: position, sizeBytes, firstOrdinal: previous + 1, nextOrdinal: next?.ordinal });
    position += sizeBytes;
  }
}

/** The first whole frame in (`damaged`, `end`) whose ordinal is higher than `previous`; undefined when there is none. */
function findFrame(
  files: Files,
  file: number,
  damaged: number,
  end: number,
  previous: number,
): { offset: number; ordinal: number } | undefined {
  const read = (position: number, sizeBytes: number): Buffer => {
    const bytes = Buffer.allocUnsafeSlow(Math.max(0, Math.min(sizeBytes, end - position)));
    return bytes.subarray(0, files.read(file, bytes, bytes.length, position));
  };
  const ordinalAt = (position: number, start: Buffer, offset: number): number | undefined => {
    const size = frameBytesWanted(start, offset, start.length);
    if (size < frameOverheadBytes || position + size > end) return undefined;
    const ordinal = frameOrdinal(start, offset);
    if (!(ordinal > previous) || !Number.isSafeInteger(ordinal)) return undefined;
    const frame = offset + size <= start.length ? start.subarray(offset, offset + size) : read(position, size);
    return frame.length === size && isFrameWhole(frame, 0, size) ? ordinal : undefined;
  };
  // Most often one record is damaged and its length is not. Asking there first keeps a frame that is some record's data
  // from being taken; the ordinal shows that no whole record lies between.
  const head = read(damaged, frameOverheadBytes);
  const declared = damaged + frameBytesWanted(head, 0, head.length);
  const behind = read(declared, frameOverheadBytes);
  const ordinalBehind = behind.length === frameOverheadBytes ? ordinalAt(declared, behind, 0) : undefined;
  if (ordinalBehind === previous + 2) return { offset: declared, ordinal: ordinalBehind };

  for (let position = damaged + 1; position + frameOverheadBytes <= end;) {
    const chunk = read(position, searchChunkBytes);
    const last = chunk.length - frameOverheadBytes;
    if (last < 0) return undefined;
    for (let offset = 0; offset <= last; offset += 1) {
      const ordinal = ordinalAt(position + offset, chunk, offset);
      if (ordinal !== undefined) return { offset: position + offset, ordinal };
    }
    position += last + 1;
  }
  return undefined;
}
