/**
 * Where the records of one segment are, by ordinal and by arrival: an entry for about every 64 KiB of file.
 * A reader goes to the entry before what it looks for and walks from there.
 */
import { crc32 } from 'node:zlib';

/** A frame's start: its record's ordinal, its byte offset in the file, and when it arrived. */
export interface IndexEntry {
  readonly ordinal: number;
  readonly offset: number;
  readonly arrivalMs: number;
}

const spacingBytes = 64 * 1024;
const magic = 0x32_58_49_52; // "RIX2"
const headNumbers = 5;
const numbersPerEntry = 3;

/** The index of one segment, and what it knows of the segment as a whole. */
export class SparseIndex {
  readonly #entries: IndexEntry[] = [];
  /** No record of the segment has a lower one. */
  readonly firstOrdinal: number;
  /** Ordinal after the last record's. */
  nextOrdinal: number;
  recordCount = 0;
  /** Bytes of the file up to the end of the last whole record, or of the damage behind it. */
  sizeBytes: number;
  lastArrivalMs = 0;

  constructor(firstOrdinal: number, headBytes: number) {
    this.firstOrdinal = firstOrdinal;
    this.nextOrdinal = firstOrdinal;
    this.sizeBytes = headBytes;
  }

  get firstArrivalMs(): number {
    return this.#entries[0]?.arrivalMs ?? 0;
  }

  /** Takes in the next record, `frameBytes` long. */
  add(frameBytes: number, ordinal: number, arrivalMs: number): void {
    const last = this.#entries.at(-1);
    if (!last || this.sizeBytes - last.offset >= spacingBytes) {
      this.#entries.push({ ordinal, offset: this.sizeBytes, arrivalMs });
    }
    this.nextOrdinal = ordinal + 1;
    this.recordCount += 1;
    this.sizeBytes += frameBytes;
    this.lastArrivalMs = arrivalMs;
  }

  /** Takes in bytes that are no records any more. */
  addDamage(damagedBytes: number): void {
    this.sizeBytes += damagedBytes;
  }

  /** The last entry at or before `ordinal`; undefined when the segment is empty. */
  before(ordinal: number): IndexEntry | undefined {
    return this.#lastWhere((entry) => entry.ordinal <= ordinal);
  }

  /** The last entry that arrived before `timestampMs`, or the first; undefined when the segment is empty. */
  beforeTime(timestampMs: number): IndexEntry | undefined {
    return this.#lastWhere((entry) => entry.arrivalMs < timestampMs);
  }

  #lastWhere(isEarlyEnough: (entry: IndexEntry) => boolean): IndexEntry | undefined {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry && isEarlyEnough(entry)) low = middle + 1;
      else high = middle;
    }
    return this.#entries[Math.max(0, low - 1)];
  }

  /** As bytes, with a checksum, for the file beside a full segment. */
  encode(): Buffer {
    const numbers = [this.firstOrdinal, this.nextOrdinal, this.recordCount, this.sizeBytes, this.lastArrivalMs];
    for (const { ordinal, offset, arrivalMs } of this.#entries) numbers.push(ordinal, offset, arrivalMs);
    const bytes = Buffer.alloc(8 + numbers.length * 8);
    numbers.forEach((number, position) => bytes.writeDoubleLE(number, 8 + position * 8));
    bytes.writeUInt32LE(magic, 0);
    bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
    return bytes;
  }

  /** Reads what `encode` wrote; undefined when it is torn, damaged or something else. */
  static decode(bytes: Buffer): SparseIndex | undefined {
    const count = (bytes.length - 8) / 8;
    if (count < headNumbers || (count - headNumbers) % numbersPerEntry !== 0 || bytes.readUInt32LE(0) !== magic)
      return undefined;
    if (bytes.readUInt32LE(4) !== crc32(bytes.subarray(8))) return undefined;
    const number = (position: number): number => bytes.readDoubleLE(8 + position * 8);
    const index = new SparseIndex(number(0), number(3));
    index.nextOrdinal = number(1);
    index.recordCount = number(2);
    index.lastArrivalMs = number(4);
    for (let at = headNumbers; at < count; at += numbersPerEntry) {
      index.#entries.push({ ordinal: number(at), offset: number(at + 1), arrivalMs: number(at + 2) });
    }
    return index;
  }
}
