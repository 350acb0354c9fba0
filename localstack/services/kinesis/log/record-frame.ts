/**
 * How a record lies in a segment. Little-endian:
 *
 *     u32 length of the body · u32 CRC-32 of the body, begun with its length · body
 *     body: f64 ordinal · u48 arrival, ms since 1970 · u8 flags · u16 length of the partition key
 *           · partition key, UTF-8 · data
 *
 * The checksum covers the length as well, so a torn or damaged frame is told from a whole one whatever byte is wrong.
 * A frame says its ordinal itself, so that every record keeps its own whatever is lost before it.
 */
import { crc32 } from 'node:zlib';

/** A record as the log keeps it. Ordinals begin at 1 and rise; where something was lost, they leave a gap. */
export interface LogRecord {
  readonly ordinal: number;
  readonly arrivalMs: number;
  readonly flags: number;
  readonly partitionKey: string;
  readonly data: Buffer;
}

const headBytes = 8;
const fixedBodyBytes = 17;
const arrivalAt = headBytes + 8;
/** Bytes of a frame that are neither partition key nor data. */
export const frameOverheadBytes = headBytes + fixedBodyBytes;

/** Room that a frame may need at most, before its texts are decoded: UTF-8 is at most 3 bytes a UTF-16 unit. */
export function frameBytesMax(partitionKey: string, dataBase64: string): number {
  return frameOverheadBytes + partitionKey.length * 3 + base64Bytes(dataBase64);
}

/** Bytes that base64 text stands for, by its length and padding. */
export function base64Bytes(text: string): number {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  return Math.floor((text.length * 3) / 4) - padding;
}

/**
 * Writes a frame at `offset` and returns its size in bytes, or 0 when `dataBase64` is not base64.
 * `target` must have `frameBytesMax` bytes left there.
 */
export function writeFrame(
  target: Buffer,
  offset: number,
  ordinal: number,
  arrivalMs: number,
  flags: number,
  partitionKey: string,
  dataBase64: string,
): number {
  const body = offset + headBytes;
  const key = body + fixedBodyBytes;
  const keyBytes = target.write(partitionKey, key, 'utf8');
  const dataBytes = target.write(dataBase64, key + keyBytes, 'base64');
  // Node skips characters that are not base64, so text that is not comes out short.
  if (dataBase64.length % 4 !== 0 || dataBytes !== base64Bytes(dataBase64)) return 0;
  const bodyBytes = fixedBodyBytes + keyBytes + dataBytes;
  target.writeDoubleLE(ordinal, body);
  target.writeUIntLE(arrivalMs, offset + arrivalAt, 6);
  target[key - 3] = flags;
  target.writeUInt16LE(keyBytes, key - 2);
  target.writeUInt32LE(bodyBytes, offset);
  target.writeUInt32LE(crc32(target.subarray(body, body + bodyBytes), bodyBytes), offset + 4);
  return headBytes + bodyBytes;
}

/** Size of the frame that begins at `offset`, or 0 when its end lies past `end`. Does not look at the checksum. */
export function frameBytes(source: Buffer, offset: number, end: number): number {
  if (offset + headBytes > end) return 0;
  const size = headBytes + source.readUInt32LE(offset);
  return size < frameOverheadBytes || offset + size > end ? 0 : size;
}

/** Least number of bytes needed to see the frame at `offset`, as far as its head tells. */
export function frameBytesWanted(source: Buffer, offset: number, end: number): number {
  return headBytes + (offset + headBytes > end ? 0 : source.readUInt32LE(offset));
}

/** True when the `size` bytes at `offset` are what was written there. */
export function isFrameWhole(source: Buffer, offset: number, size: number): boolean {
  const bodyBytes = size - headBytes;
  const body = offset + headBytes;
  const keyBytes = source.readUInt16LE(offset + frameOverheadBytes - 2);
  if (fixedBodyBytes + keyBytes > bodyBytes) return false;
  return crc32(source.subarray(body, body + bodyBytes), bodyBytes) === source.readUInt32LE(offset + 4);
}

/** Ordinal of the record of the frame at `offset`. */
export function frameOrdinal(source: Buffer, offset: number): number {
  return source.readDoubleLE(offset + headBytes);
}

/** When the record of the frame at `offset` arrived. */
export function frameArrivalMs(source: Buffer, offset: number): number {
  return source.readUIntLE(offset + arrivalAt, 6);
}

/** The record of the frame at `offset`, whose ordinal is known already. Its data is a view of `source`, not a copy. */
export function readFrame(source: Buffer, offset: number, size: number, ordinal: number): LogRecord {
  const key = offset + frameOverheadBytes;
  const data = key + source.readUInt16LE(key - 2);
  return {
    ordinal,
    arrivalMs: frameArrivalMs(source, offset),
    flags: source[key - 3] ?? 0,
    partitionKey: source.toString('utf8', key, data),
    data: source.subarray(data, offset + size),
  };
}
