/** DeleteObject and DeleteObjects. */
import { XMLParser } from 'fast-xml-parser';

import type { HttpResponse } from '../../engine/service.ts';
import { readBody } from './body.ts';
import { malformedXml } from './errors.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Request } from './s3-request.ts';
import { xmlResponse } from './xml-response.ts';

const keysMax = 1000;

/** An object that is not there counts as deleted. */
export function deleteObject(store: ObjectStore, { bucket, key }: S3Request): HttpResponse {
  store.bucket(bucket);
  store.delete(bucket, key);
  return { statusCode: 204, headers: {}, body: '' };
}

const parser = new XMLParser({ parseTagValue: false, trimValues: false, isArray: (name) => name === 'Object' });

export function deleteObjects(store: ObjectStore, { http, bucket }: S3Request): HttpResponse {
  store.bucket(bucket);
  const { keys, isQuiet } = parseDelete(readBody(http).bytes.toString());
  for (const key of keys) store.delete(bucket, key);
  return xmlResponse('DeleteResult', { Deleted: isQuiet ? [] : keys.map((Key) => ({ Key })) });
}

function parseDelete(text: string): { keys: string[]; isQuiet: boolean } {
  const { Delete } = parseXml(text) as { Delete?: { Object?: { Key?: string; VersionId?: string }[]; Quiet?: string } };
  const objects = Delete?.Object ?? [];
  if (objects.length === 0 || objects.length > keysMax) throw malformedXml();
  const keys = objects.map(({ Key, VersionId }) => {
    if (!Key || VersionId !== undefined) throw malformedXml();
    return Key;
  });
  return { keys, isQuiet: Delete?.Quiet === 'true' };
}

function parseXml(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch {
    throw malformedXml();
  }
}
