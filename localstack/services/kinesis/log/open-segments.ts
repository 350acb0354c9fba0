/**
 * Opening a log: every segment but the last is full and has its index beside it; the last may have a torn tail. What is
 * not there any more, though it was, is told.
 */
import { join } from 'node:path';

import type { Files } from './files.ts';
import { lossOf, type ReportLoss } from './log-loss.ts';
import { markPath, type OrdinalMark } from './ordinal-mark.ts';
import {
  createSegment,
  listSegments,
  readHead,
  scanSegment,
  segmentHeadBytes,
  segmentName,
  type Segment,
} from './segment.ts';
import { SparseIndex } from './sparse-index.ts';

/** What opening tells. */
export interface OpeningReports {
  readonly onTailCut: ((path: string, bytes: number) => void) | undefined;
  readonly onLost: ReportLoss;
}

interface OpenedSegments {
  /** Oldest first; the last one is written to. */
  readonly segments: Segment[];
  /** The last one, open. */
  readonly file: number;
}

/** A segment as it was found. `previousEnd` is undefined when its head cannot be read. */
interface FoundSegment {
  readonly segment: Segment;
  readonly previousEnd: number | undefined;
}

/** The last one, with its file. The index of a full segment beside it shows that there was another behind it. */
interface LastSegment extends FoundSegment {
  readonly file: number;
  readonly wasFull: boolean;
  /** There was no such file, or nothing in it. */
  readonly isNew: boolean;
}

/** The segments in `folder`. An empty folder gets its first, which begins at `firstOrdinal` when there is no mark. */
export function openSegments(
  files: Files,
  folder: string,
  mark: OrdinalMark | undefined,
  firstOrdinal: number,
  reports: OpeningReports,
): OpenedSegments {
  const ordinals = listSegments(files, folder);
  const lastOrdinal = ordinals.pop();
  const full = ordinals.map((ordinal) => openFull(files, folder, ordinal, reports));
  const end = full.at(-1)?.segment.index.nextOrdinal ?? lastOrdinal;
  const last =
    lastOrdinal === undefined || end === undefined
      ? begin(files, folder, mark?.nextOrdinal ?? firstOrdinal, mark?.endOrdinal ?? firstOrdinal)
      : openLast(files, folder, lastOrdinal, end, reports);
  const found = [...full, last];
  const sizeBytes = found.reduce((sum, { segment }) => sum + segment.index.sizeBytes, 0);
  if (mark && last.isNew && full.length === 0) reportLostLog(mark, last.segment, reports.onLost);
  else if (mark) reportLostEnds(mark, found, sizeBytes, reports.onLost);
  else if (sizeBytes > segmentHeadBytes) {
    const next = last.segment.index.nextOrdinal;
    reports.onLost({ path: markPath(folder), what: 'the mark is missing or damaged', firstOrdinal: next });
  }
  reportGaps(found, reports.onLost);
  if (last.wasFull) reportLostSegment(files, last.segment, mark, reports.onLost);
  return { segments: found.map(({ segment }) => segment), file: last.file };
}

/** A log with a mark has a segment, so the mark is all that is left of it. */
function reportLostLog(mark: OrdinalMark, { path }: Segment, report: ReportLoss): void {
  const { firstOrdinal, endOrdinal, nextOrdinal, sizeBytes } = mark;
  if (firstOrdinal === nextOrdinal) return;
  const lastOrdinal = endOrdinal === nextOrdinal ? { lastOrdinal: endOrdinal - 1 } : {};
  report({ path, what: 'records are missing', firstOrdinal, ...lastOrdinal, bytes: sizeBytes });
}

/** What was there when the mark was written: before the first record there is, and after the last. */
function reportLostEnds(
  mark: OrdinalMark,
  found: readonly FoundSegment[],
  sizeBytes: number,
  report: ReportLoss,
): void {
  const [first, last] = [found[0]?.segment, found.at(-1)?.segment];
  if (!first || !last) return;
  const what = 'records are missing';
  const bytes = Math.max(0, mark.sizeBytes - sizeBytes);
  const begin = Math.min(first.index.firstOrdinal, mark.endOrdinal);
  if (mark.firstOrdinal < begin) {
    report({ path: first.path, what, firstOrdinal: mark.firstOrdinal, lastOrdinal: begin - 1, bytes });
  }
  const end = Math.max(last.index.nextOrdinal, begin);
  if (end < mark.endOrdinal) {
    report({ path: last.path, what, firstOrdinal: end, lastOrdinal: mark.endOrdinal - 1, bytes });
  }
}

function reportGaps(found: readonly FoundSegment[], report: ReportLoss): void {
  for (const [position, { previousEnd, segment }] of found.entries()) {
    const before = found[position - 1]?.segment;
    if (!before || previousEnd === undefined || before.index.nextOrdinal >= previousEnd) continue;
    const firstOrdinal = before.index.nextOrdinal;
    report({ path: segment.path, what: 'records are missing', firstOrdinal, lastOrdinal: previousEnd - 1 });
  }
}

function reportLostSegment(files: Files, { path, index }: Segment, mark: OrdinalMark | undefined, report: ReportLoss) {
  files.remove(`${path}.index`); // The segment is written to again.
  if (mark && mark.endOrdinal > index.nextOrdinal) return; // That has been told, and how many there were.
  report({ path, what: 'records are missing', firstOrdinal: index.nextOrdinal });
}

function openFull(files: Files, folder: string, firstOrdinal: number, { onLost }: OpeningReports): FoundSegment {
  const path = join(folder, segmentName(firstOrdinal));
  const file = files.open(path);
  try {
    const previousEnd = readHead(files, file, firstOrdinal);
    const known = SparseIndex.decode(files.content(`${path}.index`) ?? Buffer.alloc(0));
    const isKnown = known?.firstOrdinal === firstOrdinal && known.sizeBytes === files.sizeBytes(file);
    if (isKnown) return { segment: { path, index: known }, previousEnd };
    const { index, tail } = scanSegment(files, file, firstOrdinal, (damage) => onLost(lossOf(path, damage)));
    if (tail) {
      onLost(lossOf(path, tail));
      index.addDamage(tail.sizeBytes);
    }
    files.replace(`${path}.index`, index.encode());
    return { segment: { path, index }, previousEnd };
  } finally {
    files.close(file);
  }
}

/** `previousEnd` is for a segment that has to be begun again. */
function openLast(
  files: Files,
  folder: string,
  firstOrdinal: number,
  previousEnd: number,
  { onTailCut, onLost }: OpeningReports,
): LastSegment {
  const path = join(folder, segmentName(firstOrdinal));
  const file = files.open(path);
  const found = readHead(files, file, firstOrdinal);
  if (found === undefined) {
    const sizeBytes = files.sizeBytes(file);
    files.close(file);
    if (sizeBytes > segmentHeadBytes) throw new Error(`${path} does not begin as a segment of ${firstOrdinal} does`);
    return begin(files, folder, firstOrdinal, previousEnd); // The crash came before the head was written: before any record.
  }
  const { index, tail } = scanSegment(files, file, firstOrdinal, (damage) => onLost(lossOf(path, damage)));
  if (tail) {
    onTailCut?.(path, tail.sizeBytes);
    files.truncate(file, index.sizeBytes);
  }
  const wasFull = files.content(`${path}.index`) !== undefined;
  return { segment: { path, index }, file, previousEnd: found, wasFull, isNew: false };
}

function begin(files: Files, folder: string, firstOrdinal: number, previousEnd: number): LastSegment {
  return { ...createSegment(files, folder, firstOrdinal, previousEnd), previousEnd, wasFull: false, isNew: true };
}
