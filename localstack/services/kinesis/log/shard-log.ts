/**
 * The log of one shard: append-only, in segments, safe against a crash at any instruction.
 *
 * Records are staged in memory and become part of the log, in order, by `commit`: one write to the last segment. What
 * was committed survives `kill -9`, because the operating system has the bytes; surviving a power cut takes the
 * `isSynced` option. A failed write leaves the log as it was. Opening cuts off a torn tail, which nobody was told of.
 * Whatever else is lost is told, what is whole behind it stays, and no later record gets an ordinal of what was lost.
 */
import { realFiles, type Files } from './files.ts';
import { reportOnce, type ReportLoss } from './log-loss.ts';
import { openSegments } from './open-segments.ts';
import { ordinalsReserved, readMark, writeMark } from './ordinal-mark.ts';
import { frameBytesMax, frameOverheadBytes, writeFrame, type LogRecord } from './record-frame.ts';
import { chunkBytesFor, createSegment, readSegment, seekTime, type Segment, totalBytes, writeAll } from './segment.ts';

export interface LogOptions {
  readonly files?: Files;
  /** A segment that has reached this size is followed by a new one. */
  readonly segmentBytesMax?: number;
  /** Waits for the disk at each commit, for those who fear power cuts. Costs milliseconds a commit. */
  readonly isSynced?: boolean;
  /** Told when opening cut `bytes` off a torn tail. */
  readonly onTailCut?: (path: string, bytes: number) => void;
  /** Told of records that are not there any more, when that is found: at the opening, or when their place is read. */
  readonly onLost?: ReportLoss;
  /** Where ordinals begin in a log that has no mark of how far it has come: 1, unless it may have lost that too. */
  readonly firstOrdinal?: number;
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

export class ShardLog {
  readonly #folder: string;
  readonly #files: Files;
  readonly #options: LogOptions;
  /** Oldest first; the last one is written to. */
  readonly #segments: Segment[];
  #file: number;
  readonly #report: ReportLoss;
  #nextOrdinal: number;
  /** Ordinals below are on the disk as given. */
  #reservedOrdinal = 0;
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
    this.#report = reportOnce(options.onLost);
    const reports = { onTailCut: options.onTailCut, onLost: this.#report };
    const firstOrdinal = options.firstOrdinal ?? 1;
    const mark = readMark(this.#files, folder);
    const { segments, file } = openSegments(this.#files, folder, mark, firstOrdinal, reports);
    this.#segments = segments;
    this.#file = file;
    this.#nextOrdinal = Math.max(mark?.nextOrdinal ?? firstOrdinal, this.#active.index.nextOrdinal);
    this.#lastStagedMs = Math.max(...this.#segments.map(({ index }) => index.lastArrivalMs));
  }

  /** Ordinal that the next committed record gets. */
  get nextOrdinal(): number {
    return this.#nextOrdinal;
  }

  /** No record there is has a lower one. */
  get firstOrdinal(): number {
    return this.#segments[0]?.index.firstOrdinal ?? this.nextOrdinal;
  }

  get sizeBytes(): number {
    return totalBytes(this.#segments);
  }

  /** Ordinal after the last record's. */
  get #endOrdinal(): number {
    return this.#active.index.nextOrdinal;
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
    const ordinal = this.#nextOrdinal + this.#staged.length;
    const frameBytes = writeFrame(
      this.#staging,
      this.#stagedBytes,
      ordinal,
      arrivalMs,
      flags,
      partitionKey,
      dataBase64,
    );
    if (frameBytes === 0) return undefined;
    this.#staged.push({ frameBytes, arrivalMs });
    this.#stagedBytes += frameBytes;
    this.#lastStagedMs = arrivalMs;
    return { ordinal, arrivalMs };
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
    if (this.#nextOrdinal + staged.length > this.#reservedOrdinal) this.#reserveOrdinals(staged.length);
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
    for (const { frameBytes, arrivalMs } of staged) index.add(frameBytes, this.#nextOrdinal++, arrivalMs);
    if (this.#staging.length > stagingBytesKept) this.#staging = Buffer.allocUnsafeSlow(stagingBytesKept);
  }

  /** Committed records from `from` on. An ordinal that is gone means the next one there is. */
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
      this.#withFile(segment, (file) =>
        readSegment(this.#files, file, segment, next, chunkBytes, records, isFull, this.#report),
      );
      next = hasRoom ? segment.index.nextOrdinal : (records.at(-1)?.ordinal ?? next - 1) + 1;
    }
    // Between the last record and the next there may be ordinals that nobody has: whoever is there has read everything.
    return { records, next: hasRoom ? Math.max(next, this.#nextOrdinal) : next };
  }

  /** Ordinal of the first record that arrived at `timestampMs` or later; `nextOrdinal` when none did. */
  ordinalAt(timestampMs: number): number {
    const segment = this.#segments.find(({ index }) => index.recordCount > 0 && index.lastArrivalMs >= timestampMs);
    if (!segment) return this.nextOrdinal;
    if (segment.index.firstArrivalMs >= timestampMs) return segment.index.firstOrdinal;
    return this.#withFile(segment, (file) => seekTime(this.#files, file, segment, timestampMs, this.#report));
  }

  /** Deletes the segments in which every record arrived before `horizonMs`. Returns how many. */
  expire(horizonMs: number): number {
    const { index } = this.#active;
    if (index.recordCount > 0 && index.lastArrivalMs < horizonMs) this.#roll();
    const isKept = (segment: Segment): boolean => segment === this.#active || segment.index.lastArrivalMs >= horizonMs;
    const count = this.#segments.findIndex(isKept);
    if (count <= 0) return 0;
    // Written before they go: a log that begins later than its mark has lost something.
    this.#writeMark(Math.max(this.#nextOrdinal, this.#reservedOrdinal), this.#segments.slice(count));
    const expired = this.#segments.splice(0, count);
    for (const { path } of expired) {
      this.#files.remove(path);
      this.#files.remove(`${path}.index`);
    }
    return count;
  }

  /** Lets go of the log. What was reserved of ordinals and not used is given back. */
  close(): void {
    try {
      if (this.#reservedOrdinal > 0) this.#writeMark(this.#nextOrdinal);
    } catch {
      // The mark that is there stays true: ordinals will go on higher than they had to.
    } finally {
      this.#files.close(this.#file);
    }
  }

  #reserveOrdinals(count: number): void {
    const reserved = this.#nextOrdinal + count + ordinalsReserved;
    this.#writeMark(reserved);
    this.#reservedOrdinal = reserved;
  }

  #writeMark(nextOrdinal: number, segments: readonly Segment[] = this.#segments): void {
    const firstOrdinal = segments[0]?.index.firstOrdinal ?? nextOrdinal;
    const sizeBytes = totalBytes(segments);
    writeMark(this.#files, this.#folder, { nextOrdinal, firstOrdinal, endOrdinal: this.#endOrdinal, sizeBytes });
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

  /**
   * Begins a new segment. The full one keeps its index beside it, so that the next opening need not read it. An index
   * beside the last segment therefore means that there was another, which is why it comes second.
   */
  #roll(): void {
    this.#cleanTail();
    const full = this.#active;
    const fullFile = this.#file;
    const { segment, file } = createSegment(this.#files, this.#folder, this.#nextOrdinal, this.#endOrdinal);
    this.#segments.push(segment);
    this.#file = file;
    this.#files.close(fullFile);
    this.#files.replace(`${full.path}.index`, full.index.encode());
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
