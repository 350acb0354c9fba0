/** The walk that every list of keys shares: by prefix, rolled up at a delimiter, a page at a time. */
import { invalidArgument } from './errors.ts';

/** The answer has one of these per key, or per group of keys that share a prefix up to the delimiter. */
export type Listed<T> =
  | { readonly kind: 'key'; readonly key: string; readonly row: T }
  | { readonly kind: 'prefix'; readonly key: string };

export interface Listing<T> {
  readonly prefix: string;
  readonly delimiter: string;
  /** The first key that may be listed. */
  readonly from: string;
  /** Rows in order of key from one key on to before another. */
  rows(from: string, to: string | undefined): Iterable<T & { readonly key: string }>;
}

/** Skips from one common prefix to the next, so that a page costs what it shows, however much lies under a prefix. */
export function* listKeys<T>({ prefix, delimiter, from, rows }: Listing<T>): Generator<Listed<T>> {
  const end = prefix === '' ? undefined : keyAfterPrefix(prefix);
  let next: string | undefined = from > prefix ? from : prefix;
  while (next !== undefined) {
    let skipTo: string | undefined;
    for (const row of rows(next, end)) {
      const at = delimiter === '' ? -1 : row.key.indexOf(delimiter, prefix.length);
      if (at >= 0) {
        const group = row.key.slice(0, at + delimiter.length);
        skipTo = keyAfterPrefix(group);
        yield { kind: 'prefix', key: group };
        break;
      }
      yield { kind: 'key', key: row.key, row };
    }
    next = skipTo;
  }
}

/** The first `countMax` of a list, and whether there are more. */
export function takePage<T>(list: Iterable<T>, countMax: number): { page: T[]; isTruncated: boolean } {
  const page: T[] = [];
  if (countMax === 0) return { page, isTruncated: false };
  for (const each of list) {
    if (page.length === countMax) return { page, isTruncated: true };
    page.push(each);
  }
  return { page, isTruncated: false };
}

/** The first key that comes after `key` itself. */
export function keyAfter(key: string): string {
  return `${key}\u0000`;
}

/** The first key that comes after everything under `prefix`, in order of code points; undefined when nothing can. */
export function keyAfterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix);
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const point = last.codePointAt(0) ?? 0;
    if (point === 0x10ffff) continue;
    // The code points of surrogates are no characters.
    return points.join('') + String.fromCodePoint(point === 0xd7ff ? 0xe000 : point + 1);
  }
  return undefined;
}

/** Where a page that ended with `last` goes on. */
export function resumeAfter(last: string, delimiter: string, prefix: string): string {
  const isGroup = delimiter !== '' && last.endsWith(delimiter) && last.indexOf(delimiter, prefix.length) >= 0;
  return isGroup ? (keyAfterPrefix(last) ?? keyAfter(last)) : keyAfter(last);
}

/** Keys as they are, or percent-encoded when the client asks for it, since XML cannot hold every character. */
export function keyEncoder(encodingType: string | undefined): (key: string) => string {
  if (encodingType === undefined) return (key) => key;
  if (encodingType !== 'url')
    throw invalidArgument('Invalid Encoding Method specified in Request', 'encoding-type', encodingType);
  return (key) => encodeURIComponent(key).replaceAll('%2F', '/');
}

/** S3 answers at most 1,000 keys, whatever is asked for. */
export function pageSize(maxKeys: number, name = 'maxKeys'): number {
  if (maxKeys < 0)
    throw invalidArgument(`Argument ${name} must be an integer between 0 and 2147483647`, name, String(maxKeys));
  return Math.min(maxKeys, 1000);
}
