/**
 * The log of one shard: append-only, in segments, safe against a crash at any instruction.
 *
 * Records are staged in memory and become part of the log, in order, by `commit`: one write to the last segment. What
 * was committed survives `kill -9`, because the operating system has the bytes; surviving a power cut takes the
 * `isSynced` option. A failed write leaves the log as it was. Opening cuts off a torn tail, which nobody was told of.
 */
import { realFiles, type Files } from './files.ts';
import { openSegments } from './open-segments.ts';
import { frameBytesMax, frameOverheadBytes, writeFrame, type LogRecord } from './record-frame.ts';
import { createSegment, readSegment, seekTime, writeAll, type Segment } from './segment.ts';
import type { SparseIndex } from './sparse-index.ts';

export interface LogOptions {
  readonly files?: Files;
  /** A segment that has reached this size is followed by a new one. */
  readonly segmentBytesMax?: number;
  /** Waits for the disk at each commit, for those who fear power cuts. Costs milliseconds a commit. */
  readonly isSynced?: boolean;
  /** Told when opening cut `bytes` off a torn tail. */
  readonly onTailCut?: (path: string, bytes: number) => void;
}

export interface ReadLimits {
  readonly recordsMax: number;
  /** Of data and partition keys. The first record is given whatever its size. */
  readonly bytesMax: number;
}

export interface LogPage {
  readonly records: readonly LogRecord[];
  /** Ordinal to read on from. */
  readonly next: number;
}

/** Staged bytes and records at some moment, to go back to. */
export interface StageMark {
  readonly bytes: number;
  readonly records: number;
}

const segmentBytesMaxDefault = 16 * 1024 * 1024;
const stagingBytesKept = 1024 * 1024;
const readChunkBytesMax = 1024 * 1024;
const readChunkBytesMin = 64 * 1024;

export class ShardLog {
  readonly #folder: string;
  readonly #files: Files;
  readonly #options: LogOptions;
  /** Oldest first; the last one is written to. */
  readonly #segments: Segment[];
  #file: number;
  #staging: Buffer = Buffer.allocUnsafeSlow(64 * 1024);
  #stagedBytes = 0;
  /** Size and arrival of each staged record, for the index. */
  #staged: { readonly frameBytes: number; readonly arrivalMs: number }[] = [];
  #lastStagedMs = 0;
  /** True after a failed write whose bytes could not be taken back yet. */
  #hasDirtyTail = false;

  /** Opens the log in `folder`, making it when it is not there. */
  constructor(folder: string, options: LogOptions = {}) {
    this.#folder = folder;
    this.#files = options.files ?? realFiles;
    this.#options = options;
    const { segments, file } = openSegments(this.#files, folder, options.onTailCut);
    this.#segments = segments;
    this.#file = file;
    this.#lastStagedMs = Math.max(...this.#segments.map(({ index }) => index.lastArrivalMs));
  }

  /** Ordinal that the next committed record gets. */
  get nextOrdinal(): number {
    return this.#active.index.nextOrdinal;
  }

  /** Ordinal of the oldest record there is, or `nextOrdinal` when there is none. */
  get firstOrdinal(): number {
    return this.#segments[0]?.index.firstOrdinal ?? this.nextOrdinal;
  }

  get sizeBytes(): number {
    return this.#segments.reduce((sum, { index }) => sum + index.sizeBytes, 0);
  }

  get #active(): Segment {
    const active = this.#segments.at(-1);
    if (!active) throw new Error(`the log in ${this.#folder} has no segment`);
    return active;
  }

  /**
   * Puts a record into the next commit. Returns its ordinal and arrival, or undefined when `dataBase64` is not base64.
   * Arrivals never go back, whatever the clock does, so that the log can be searched by time.
   */
  stage(
    nowMs: number,
    flags: number,
    partitionKey: string,
    dataBase64: string,
  ): { ordinal: number; arrivalMs: number } | undefined {
    const arrivalMs = Math.max(nowMs, this.#lastStagedMs);
    this.#reserve(frameBytesMax(partitionKey, dataBase64));
    const frameBytes = writeFrame(this.#staging, this.#stagedBytes, arrivalMs, flags, partitionKey, dataBase64);
    if (frameBytes === 0) return undefined;
    const record = { ordinal: this.nextOrdinal + this.#staged.length, arrivalMs };
    this.#staged.push({ frameBytes, arrivalMs });
    this.#stagedBytes += frameBytes;
    this.#lastStagedMs = arrivalMs;
    return record;
  }

  mark(): StageMark {
    return { bytes: this.#stagedBytes, records: this.#staged.length };
  }

  /** Takes back what was staged after `mark`. */
  unstage(mark: StageMark): void {
    this.#stagedBytes = mark.bytes;
    this.#staged.length = mark.records;
  }

  /** Writes everything staged with one write. Throws when it cannot; the log is then as if nothing had been staged. */
  commit(): void {
    if (this.#staged.length === 0) return;
    const staged = this.#staged;
    const bytes = this.#stagedBytes;
    this.#staged = [];
    this.#stagedBytes = 0;
    this.#rollWhenFull();
    const { index } = this.#active;
    this.#cleanTail();
    try {
      writeAll(this.#files, this.#file, this.#staging, bytes, index.sizeBytes);
      if (this.#options.isSynced) this.#files.sync(this.#file);
    } catch (fault) {
      this.#hasDirtyTail = true;
      throw fault;
    }
    for (const { frameBytes, arrivalMs } of staged) index.add(frameBytes, arrivalMs);
    if (this.#staging.length > stagingBytesKept) this.#staging = Buffer.allocUnsafeSlow(stagingBytesKept);
  }

  /** Committed records from `from` on. An ordinal that is gone already means the oldest there is. */
  read(from: number, { recordsMax, bytesMax }: ReadLimits): LogPage {
    const records: LogRecord[] = [];
    let next = Math.max(from, this.firstOrdinal);
    let bytes = 0;
    let hasRoom = true;
    const isFull = (frameBytes: number): boolean => {
      const recordBytes = frameBytes - frameOverheadBytes;
      if (records.length >= recordsMax || (records.length > 0 && bytes + recordBytes > bytesMax)) hasRoom = false;
      else bytes += recordBytes;
      return !hasRoom;
    };
    for (let at = this.#segmentAt(next); hasRoom && at < this.#segments.length; at += 1) {
      const segment = this.#segments[at];
      if (!segment || next >= segment.index.nextOrdinal) continue;
      const chunkBytes = chunkBytesFor(segment.index, Math.min(recordsMax, segment.index.nextOrdinal - next), bytesMax);
      this.#withFile(segment, (file) => readSegment(this.#files, file, segment, next, chunkBytes, records, isFull));
      next = (records.at(-1)?.ordinal ?? next - 1) + 1;
    }
    return { records, next };
  }

  /** Ordinal of the first record that arrived at `timestampMs` or later; `nextOrdinal` when none did. */
  ordinalAt(timestampMs: number): number {
    const segment = this.#segments.find(({ index }) => index.recordCount > 0 && index.lastArrivalMs >= timestampMs);
    if (!segment) return this.nextOrdinal;
    if (segment.index.firstArrivalMs >= timestampMs) return segment.index.firstOrdinal;
    return this.#withFile(segment, (file) => seekTime(this.#files, file, segment.index, timestampMs));
  }

  /** Deletes the segments in which every record arrived before `horizonMs`. Returns how many. */
  expire(horizonMs: number): number {
    const { index } = this.#active;
    if (index.recordCount > 0 && index.lastArrivalMs < horizonMs) this.#roll();
    let count = 0;
    for (let first = this.#segments[0]; first && first !== this.#active; first = this.#segments[0]) {
      if (first.index.lastArrivalMs >= horizonMs) break;
      this.#files.remove(first.path);
      this.#files.remove(`${first.path}.index`);
      this.#segments.shift();
      count += 1;
    }
    return count;
  }

  close(): void {
    this.#files.close(this.#file);
  }

  #reserve(bytes: number): void {
    const needed = this.#stagedBytes + bytes;
    if (needed <= this.#staging.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#staging.length * 2));
    this.#staging.copy(larger, 0, 0, this.#stagedBytes);
    this.#staging = larger;
  }

  #cleanTail(): void {
    if (!this.#hasDirtyTail) return;
    this.#files.truncate(this.#file, this.#active.index.sizeBytes);
    this.#hasDirtyTail = false;
  }

  #rollWhenFull(): void {
    const { recordCount, sizeBytes } = this.#active.index;
    if (recordCount > 0 && sizeBytes >= (this.#options.segmentBytesMax ?? segmentBytesMaxDefault)) this.#roll();
  }

  /** Begins a new segment. The full one keeps its index beside it, so that the next opening need not read it. */
  #roll(): void {
    this.#cleanTail();
    const full = this.#active;
    this.#files.replace(`${full.path}.index`, full.index.encode());
    const fullFile = this.#file;
    this.#beginSegment(full.index.nextOrdinal);
    this.#files.close(fullFile);
  }

  #beginSegment(firstOrdinal: number): void {
    const { segment, file } = createSegment(this.#files, this.#folder, firstOrdinal);
    this.#segments.push(segment);
    this.#file = file;
  }

  /** Position of the segment that holds `ordinal`. */
  #segmentAt(ordinal: number): number {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#segments[middle]?.index.nextOrdinal ?? 0) <= ordinal) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #withFile<T>(segment: Segment, use: (file: number) => T): T {
    if (segment === this.#active) return use(this.#file);
    const file = this.#files.open(segment.path);
    try {
      return use(file);
    } finally {
      this.#files.close(file);
    }
  }
}

/** Bytes to read at once: about what is wanted, and the way to it from the index entry before. */
function chunkBytesFor(index: SparseIndex, recordsWanted: number, bytesMax: number): number {
  const frameBytesMean = index.sizeBytes / Math.max(1, index.recordCount);
  const wantedBytes = Math.min(bytesMax, recordsWanted * frameBytesMean) + readChunkBytesMin;
  return Math.ceil(Math.min(readChunkBytesMax, wantedBytes));
}
