/** CreateBucket, HeadBucket, DeleteBucket, ListBuckets and GetBucketLocation. */
import type { HttpResponse } from '../../engine/service.ts';
import { bucketAlreadyOwnedByYou, bucketNotEmpty, invalidBucketName } from './errors.ts';
import type { ObjectStore } from './object-store.ts';
import type { S3Request } from './s3-request.ts';
import { xmlResponse } from './xml-response.ts';

const empty = { statusCode: 200, headers: {}, body: '' };

/** The location constraint in the body is not looked at: this cloud has one region. */
export function createBucket(store: ObjectStore, { bucket }: S3Request): HttpResponse {
  if (!/^(?!xn--)[a-z0-9](?:[a-z0-9-]|\.(?!\.)){1,61}[a-z0-9]$/u.test(bucket) || /^\d+\.\d+\.\d+\.\d+$/u.test(bucket)) {
    throw invalidBucketName(bucket);
  }
  // In us-east-1, and only there, AWS lets the owner create a bucket again.
  if (store.findBucket(bucket)) {
    if (store.engine.region !== 'us-east-1') throw bucketAlreadyOwnedByYou(bucket);
  } else store.createBucket(bucket);
  return { ...empty, headers: { location: `/${bucket}` } };
}

export function headBucket(store: ObjectStore, { bucket }: S3Request): HttpResponse {
  store.bucket(bucket);
  return { ...empty, headers: { 'x-amz-bucket-region': store.engine.region } };
}

/** Only an empty bucket can be deleted. */
export function deleteBucket(store: ObjectStore, { bucket }: S3Request): HttpResponse {
  store.bucket(bucket);
  if (store.list(bucket, '', '', 1).length > 0) throw bucketNotEmpty(bucket);
  store.deleteBucket(bucket);
  return { ...empty, statusCode: 204 };
}

export function listBuckets(store: ObjectStore): HttpResponse {
  const Bucket = store.buckets().map(({ name, createdAtMs }) => ({ Name: name, CreationDate: new Date(createdAtMs) }));
  const { accountId } = store.engine;
  return xmlResponse('ListAllMyBucketsResult', {
    Owner: { ID: accountId, DisplayName: accountId },
    Buckets: { Bucket },
  });
}

export function getBucketLocation(store: ObjectStore, { bucket }: S3Request): HttpResponse {
  store.bucket(bucket);
  const { region } = store.engine;
  const { headers, body } = xmlResponse('LocationConstraint', {});
  // The root element holds the region itself; us-east-1 is told by saying nothing.
  const text = region === 'us-east-1' ? '' : region;
  return {
    statusCode: 200,
    headers,
    body: String(body).replace('></LocationConstraint>', `>${text}</LocationConstraint>`),
  };
}
