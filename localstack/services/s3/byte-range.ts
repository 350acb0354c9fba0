import { invalidRange } from './errors.ts';
import type { ByteRange } from './store/stored-bytes.ts';

/**
 * The bytes that a Range header asks for, or undefined when the answer is the whole object: no header, one that cannot
 * be read, or several ranges, which S3 does not serve (RFC 9110, 14.2). Throws InvalidRange for one past the end.
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const parts = /^bytes=(?<first>\d*)-(?<last>\d*)$/u.exec(header?.trim() ?? '')?.groups;
  if (header === undefined || !parts || (parts['first'] === '' && parts['last'] === '')) return undefined;
  const { first = '', last = '' } = parts;
  if (first === '') {
    const length = Math.min(Number(last), sizeBytes);
    if (length === 0) throw invalidRange(header, sizeBytes);
    return { startByte: sizeBytes - length, endByte: sizeBytes };
  }
  if (last !== '' && Number(last) < Number(first)) return undefined;
  if (Number(first) >= sizeBytes) throw invalidRange(header, sizeBytes);
  const endByte = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  return { startByte: Number(first), endByte };
}

/** `bytes 0-4/10` */
export function contentRange({ startByte, endByte }: ByteRange, sizeBytes: number): string {
  return `bytes ${startByte}-${endByte - 1}/${sizeBytes}`;
}
