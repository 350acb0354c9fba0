/** PutObject and CopyObject. */
import { readFileSync } from 'node:fs';

import type { HttpResponse } from '../../engine/service.ts';
import { readBody } from './body.ts';
import { checkWrite, isModified } from './conditions.ts';
import { invalidArgument, noSuchKey, preconditionFailed } from './errors.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Request } from './s3-request.ts';
import { xmlResponse } from './xml-response.ts';

/** Headers that are kept with an object and come back with it. */
const keptHeaders = new Set(['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires']);

export function putObject(store: ObjectStore, { http, bucket, key }: S3Request): HttpResponse {
  store.bucket(bucket);
  checkWrite(http.headers, key, store.find(bucket, key));
  const { bytes, md5, checksums } = readBody(http);
  const headers = { ...describedHeaders(http.headers), ...checksums };
  const { etag } = store.put({ bucket, key, etag: `"${md5}"`, headers }, bytes);
  return { statusCode: 200, headers: { etag, ...checksums }, body: '' };
}

/** Copies an object with its metadata, or with the request's when the directive says REPLACE. */
export function copyObject(store: ObjectStore, { http, bucket, key }: S3Request): HttpResponse {
  store.bucket(bucket);
  const from = parseSource(http.headers['x-amz-copy-source'] ?? '');
  store.bucket(from.bucket);
  const source = store.find(from.bucket, from.key);
  if (!source) throw noSuchKey(from.key);
  if (!isModified(http.headers, source, 'x-amz-copy-source-'))
    throw preconditionFailed('x-amz-copy-source-If-None-Match');
  checkWrite(http.headers, key, store.find(bucket, key));
  const isReplaced = http.headers['x-amz-metadata-directive'] === 'REPLACE';
  const headers = isReplaced ? describedHeaders(http.headers) : source.headers;
  const body = readFileSync(store.pathOf(source));
  const { etag, modifiedAtMs } = store.put({ bucket, key, etag: source.etag, headers }, body);
  return xmlResponse('CopyObjectResult', { LastModified: new Date(modifiedAtMs), ETag: etag });
}

/** `/bucket/key`, percent-encoded, with or without its first slash. */
function parseSource(text: string): { bucket: string; key: string } {
  const [path = '', query] = text.replace(/^\//u, '').split('?');
  const slash = path.indexOf('/');
  if (slash < 1 || query !== undefined) throw invalidArgument(`Invalid copy source: ${text}`);
  return { bucket: path.slice(0, slash), key: decodeURIComponent(path.slice(slash + 1)) };
}

function describedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => keptHeaders.has(name) || name.startsWith('x-amz-meta-'));
  const encoding = headers['content-encoding']
    ?.split(',')
    .map((each) => each.trim())
    .filter((each) => each !== 'aws-chunked')
    .join(',');
  return {
    'content-type': 'binary/octet-stream',
    ...Object.fromEntries(kept),
    ...(encoding && { 'content-encoding': encoding }),
  };
}
