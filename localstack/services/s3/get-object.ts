/** GetObject and HeadObject. */
import { createReadStream, readFileSync } from 'node:fs';

import type { HttpResponse } from '../../engine/service.ts';
import { isModified } from './conditions.ts';
import { invalidRange, noSuchKey } from './errors.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import type { S3Request } from './s3-request.ts';

/** Bodies up to this size are read at once; longer ones are streamed. */
const readAtOnceBytesMax = 1_048_576;

/** Headers that a request may override in its answer. */
const overrides = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];

export const overrideParameters = overrides.map((name) => `response-${name}`);

export function getObject(store: ObjectStore, request: S3Request): HttpResponse {
  return readObject(store, request, (object, start, end) => {
    const path = store.pathOf(object);
    if (end - start <= readAtOnceBytesMax) return readFileSync(path).subarray(start, end);
    return createReadStream(path, { start, end: end - 1 });
  });
}

export function headObject(store: ObjectStore, request: S3Request): HttpResponse {
  return readObject(store, request, () => '');
}

type ReadBytes = (object: StoredObject, start: number, end: number) => HttpResponse['body'];

function readObject(store: ObjectStore, request: S3Request, readBytes: ReadBytes): HttpResponse {
  const { http, bucket, key } = request;
  store.bucket(bucket);
  const object = store.find(bucket, key);
  if (!object) throw noSuchKey(key);
  if (!isModified(http.headers, object)) return { statusCode: 304, headers: objectHeaders(object), body: '' };
  const range = parseRange(http.headers['range'], object.sizeBytes);
  const { start, end } = range ?? { start: 0, end: object.sizeBytes };
  const isWhole = range === undefined;
  return {
    statusCode: isWhole ? 200 : 206,
    headers: {
      ...objectHeaders(object, isWhole && http.headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED'),
      ...overriddenHeaders(http.query),
      'content-length': String(end - start),
      ...(!isWhole && { 'content-range': `bytes ${start}-${end - 1}/${object.sizeBytes}` }),
    },
    body: readBytes(object, start, end),
  };
}

/** What is said of an object beside its bytes. */
export function objectHeaders(object: StoredObject, hasChecksums = false): Record<string, string> {
  const kept = Object.entries(object.headers).filter(([name]) => hasChecksums || !name.startsWith('x-amz-checksum-'));
  return {
    'accept-ranges': 'bytes',
    etag: object.etag,
    'last-modified': new Date(object.modifiedAtMs).toUTCString(),
    ...Object.fromEntries(kept),
  };
}

function overriddenHeaders(query: URLSearchParams): Record<string, string> {
  const given = overrides.map((name) => [name, query.get(`response-${name}`)] as const);
  return Object.fromEntries(given.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

/** One range of bytes; `end` is exclusive. What is no range, or several, is ignored as HTTP allows. */
function parseRange(text: string | undefined, sizeBytes: number): { start: number; end: number } | undefined {
  const groups = /^bytes=(?<first>\d*)-(?<last>\d*)$/u.exec(text?.trim() ?? '')?.groups;
  const { first = '', last = '' } = groups ?? {};
  if (text === undefined || !groups || (first === '' && last === '')) return undefined;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? sizeBytes : Math.min(sizeBytes, Number(last) + 1);
  if (start >= end) throw invalidRange(text, sizeBytes);
  return { start, end };
}
