/** ListObjectsV2. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
import type { HttpResponse } from '../../engine/service.ts';
import { invalidArgument } from './errors.ts';
import { lastCharacter } from './object-store.ts';
import type { ObjectStore, StoredObject } from './object-store.ts';
import type { S3Request } from './s3-request.ts';
import { xmlResponse } from './xml-response.ts';

export const listParameters = [
  'list-type',
  'prefix',
  'delimiter',
  'max-keys',
  'start-after',
  'continuation-token',
  'encoding-type',
  'fetch-owner',
];

const keysMax = 1000;

interface Page {
  readonly objects: readonly StoredObject[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page begins, when there is one. */
  readonly nextAfter?: string;
}

export function listObjectsV2(store: ObjectStore, { http, bucket }: S3Request): HttpResponse {
  store.bucket(bucket);
  const { query } = http;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token') ?? undefined;
  const startAfter = query.get('start-after') ?? undefined;
  const maxKeys = parseMaxKeys(query.get('max-keys'));
  const isUrl = query.get('encoding-type') === 'url';
  const encode = (text: string) => (isUrl ? encodeURIComponent(text).replaceAll('%2F', '/') : text);
  const after = token === undefined ? (startAfter ?? '') : Buffer.from(token, 'base64').toString();
  const page = readPage(store, bucket, prefix, delimiter, after, maxKeys);
  const { accountId } = store.engine;
  const owner = query.get('fetch-owner') === 'true' ? { Owner: { ID: accountId, DisplayName: accountId } } : {};
  return xmlResponse('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    StartAfter: startAfter === undefined ? undefined : encode(startAfter),
    ContinuationToken: token,
    NextContinuationToken: page.nextAfter === undefined ? undefined : Buffer.from(page.nextAfter).toString('base64'),
    KeyCount: page.objects.length + page.commonPrefixes.length,
    MaxKeys: maxKeys,
    EncodingType: isUrl ? 'url' : undefined,
    IsTruncated: page.nextAfter !== undefined,
    Contents: page.objects.map(({ key, modifiedAtMs, etag, sizeBytes }) => ({
      Key: encode(key),
      LastModified: new Date(modifiedAtMs),
      ETag: etag,
      Size: sizeBytes,
      ...owner,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: page.commonPrefixes.map((each) => ({ Prefix: encode(each) })),
  });
}

function parseMaxKeys(text: string | null): number {
  if (text === null) return keysMax;
  if (!/^\d+$/u.test(text)) throw invalidArgument('Provided max-keys not an integer or within integer range');
  return Math.min(keysMax, Number(text));
}

/** Keys with the same part up to the delimiter are one common prefix; the rest of its keys is stepped over, not read. */
function readPage(
  store: ObjectStore,
  bucket: string,
  prefix: string,
  delimiter: string,
  startAfter: string,
  maxKeys: number,
): Page {
  const objects: StoredObject[] = [];
  const commonPrefixes: string[] = [];
  let after = startAfter;
  while (maxKeys > 0) {
    const wanted = maxKeys - objects.length - commonPrefixes.length;
    const found = store.list(bucket, prefix, after, wanted + 1);
    if (found.length === 0) break;
    if (wanted === 0) return { objects, commonPrefixes, nextAfter: after };
    for (const object of found.slice(0, wanted)) {
      const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length);
      if (end < 0) {
        objects.push(object);
        after = object.key;
        continue;
      }
      const common = object.key.slice(0, end + delimiter.length);
      commonPrefixes.push(common);
      after = common + lastCharacter;
      break; // What follows may belong to the same prefix: read on behind it.
    }
  }
  return { objects, commonPrefixes };
}
