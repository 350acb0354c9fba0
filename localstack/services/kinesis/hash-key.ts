/**
 * Hash keys: 128-bit numbers that decide a record's shard. Kept as 32 hexadecimal digits, which sort as the numbers do
 * and compare without big-integer arithmetic; decimal only on the wire.
 */
import { hash } from 'node:crypto';

/** One more than the greatest hash key. */
export const hashKeyEnd = 1n << 128n;

/** MD5 of the partition key's UTF-8 bytes (https://docs.aws.amazon.com/streams/latest/dev/key-concepts.html#partition-key). */
export function hashKeyOf(partitionKey: string): string {
  return hash('md5', partitionKey, 'hex');
}

export function hashKeyFrom(number: bigint): string {
  return number.toString(16).padStart(32, '0');
}

export function hashKeyNumber(hashKey: string): bigint {
  return BigInt(`0x${hashKey}`);
}

/** As the wire writes it. */
export function hashKeyDecimal(hashKey: string): string {
  return hashKeyNumber(hashKey).toString();
}
