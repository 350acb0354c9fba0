/**
 * Keys as bytes whose order is DynamoDB's order, so that SQLite's BLOB comparison sorts items: strings by their UTF-8
 * bytes, binary by its bytes, numbers by value.
 *
 * A row's key is `bucket(4) part(partition key) part(sort key)?`, an index row's is the same with the index's attributes
 * and then the item's own key, which keeps equal index keys in a stable order. `bucket` is a hash of the partition key:
 * it spreads partitions as DynamoDB does and makes a segment of a parallel scan one range of keys.
 * A part is prefix-free: strings and binary escape 00 as 00 FF and end in 00 01; numbers end by themselves.
 */
import type { KeyType } from '../values/attribute-value.ts';
import { parseDecimal } from '../values/decimal.ts';

export interface KeyPart {
  readonly type: KeyType;
  /** The canonical text of the value: base64 for B. */
  readonly text: string;
}

/** Keys from `from` (included) to `to` (excluded). */
export interface KeyRange {
  readonly from: Buffer;
  readonly to: Buffer;
}

const bucketBytes = 4;
const bucketCount = 2 ** 32;
const terminator = Buffer.from([0, 1]);
const afterAllKeys = Buffer.alloc(bucketBytes + 1, 0xff);

/** The whole key of a partition key and, where there is one, a sort key; `suffix` is the item's key in an index row. */
export function encodeKey(partition: KeyPart, sort?: KeyPart, suffix?: Buffer): Buffer {
  const prefix = partitionPrefix(partition);
  if (!sort && !suffix) return prefix;
  const bytes = [prefix];
  if (sort) bytes.push(encodePart(sort));
  if (suffix) bytes.push(suffix);
  return Buffer.concat(bytes);
}

/** What the keys of one partition begin with. */
export function partitionPrefix(partition: KeyPart): Buffer {
  const part = encodePart(partition);
  const prefix = Buffer.allocUnsafe(bucketBytes + part.length);
  prefix.writeUInt32BE(hash(part), 0);
  part.copy(prefix, bucketBytes);
  return prefix;
}

/** One value as prefix-free bytes in order. */
export function encodePart({ type, text }: KeyPart): Buffer {
  return type === 'N' ? encodeNumber(text) : Buffer.concat([escaped({ type, text }), terminator]);
}

/** The bytes that every string or binary beginning with `text` begins with. */
export function beginningOf(part: KeyPart): Buffer {
  return escaped(part);
}

/** The keys that begin with `prefix`. */
export function rangeOf(prefix: Buffer): KeyRange {
  return { from: prefix, to: successorOf(prefix) };
}

/** The least key above every key that begins with `prefix`. */
export function successorOf(prefix: Buffer): Buffer {
  let length = prefix.length;
  while (length > 0 && prefix[length - 1] === 0xff) length -= 1;
  if (length === 0) return afterAllKeys;
  const successor = Buffer.from(prefix.subarray(0, length));
  successor[length - 1] = (successor[length - 1] ?? 0) + 1;
  return successor;
}

/** The least key above `key` itself. */
export function nextAfter(key: Buffer): Buffer {
  return Buffer.concat([key, Buffer.of(0)]);
}

/** All keys of segment `segment` of `segmentCount`: together the segments are the table, and no two overlap. */
export function segmentRange(segment: number, segmentCount: number): KeyRange {
  const bound = (index: number): Buffer => {
    if (index === segmentCount) return afterAllKeys;
    const bytes = Buffer.allocUnsafe(bucketBytes);
    bytes.writeUInt32BE(Math.ceil((index * bucketCount) / segmentCount));
    return bytes;
  };
  return { from: bound(segment), to: bound(segment + 1) };
}

function escaped({ type, text }: KeyPart): Buffer {
  const bytes = Buffer.from(text, type === 'B' ? 'base64' : 'utf8');
  if (!bytes.includes(0)) return bytes;
  return Buffer.from([...bytes].flatMap((byte) => (byte === 0 ? [0, 0xff] : [byte])));
}

/**
 * Sign, exponent, then two digits a byte (01–64 hex), ended by 00. A negative number has all its bytes after the sign
 * inverted, so that a greater magnitude sorts lower.
 */
function encodeNumber(text: string): Buffer {
  const { isNegative, digits, exponent } = parseDecimal(text);
  if (digits === '') return Buffer.of(0x02);
  const pairs = digits.length % 2 === 0 ? digits : `${digits}0`;
  const bytes = Buffer.allocUnsafe(3 + pairs.length / 2);
  bytes[0] = 0x03;
  bytes[1] = exponent + 129;
  for (let index = 0; index < pairs.length; index += 2) {
    bytes[2 + index / 2] = (pairs.charCodeAt(index) - 48) * 10 + (pairs.charCodeAt(index + 1) - 48) + 1;
  }
  bytes[bytes.length - 1] = 0;
  if (!isNegative) return bytes;
  for (let index = 1; index < bytes.length; index++) bytes[index] = 0xff - (bytes[index] ?? 0);
  bytes[0] = 0x01;
  return bytes;
}

/** FNV-1a with a final mix (public domain; http://www.isthe.com/chongo/tech/comp/fnv), so that high bits spread too. */
function hash(bytes: Uint8Array): number {
  let state = 0x811c9dc5;
  for (const byte of bytes) state = Math.imul(state ^ byte, 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
