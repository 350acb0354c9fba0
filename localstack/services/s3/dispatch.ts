/**
 * Which operation a request is. A table, so that whatever is not in it, be it a sub-resource, a parameter or a header
 * that would change the outcome, is NotImplemented by name: never a put that was meant as something else.
 */
import { notImplemented } from '../../engine/aws-error.ts';
import type { HttpResponse } from '../../engine/service.ts';
import { createBucket, deleteBucket, getBucketLocation, headBucket, listBuckets } from './buckets.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject, headObject, overrideParameters } from './get-object.ts';
import { listObjectsV2, listParameters } from './list-objects.ts';
import type { ObjectStore } from './object-store.ts';
import { copyObject, putObject } from './put-object.ts';
import type { S3Request } from './s3-request.ts';

type Run = (store: ObjectStore, request: S3Request) => HttpResponse;

interface S3Operation {
  readonly method: string;
  readonly of: 'service' | 'bucket' | 'object';
  /** A query parameter or header whose presence makes the request this operation. */
  readonly parameter?: string;
  readonly header?: string;
  /** Further query parameters that it understands. */
  readonly query?: readonly string[];
  readonly run: Run;
}

/** The first that fits is it. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
const operations: readonly S3Operation[] = [
  { method: 'GET', of: 'service', run: listBuckets },
  { method: 'PUT', of: 'bucket', run: createBucket },
  { method: 'HEAD', of: 'bucket', run: headBucket },
  { method: 'DELETE', of: 'bucket', run: deleteBucket },
  { method: 'GET', of: 'bucket', parameter: 'location', run: getBucketLocation },
  { method: 'GET', of: 'bucket', parameter: 'list-type', query: listParameters, run: listObjectsV2 },
  { method: 'POST', of: 'bucket', parameter: 'delete', run: deleteObjects },
  { method: 'PUT', of: 'object', header: 'x-amz-copy-source', run: copyObject },
  { method: 'PUT', of: 'object', run: putObject },
  { method: 'GET', of: 'object', query: overrideParameters, run: getObject },
  { method: 'HEAD', of: 'object', query: overrideParameters, run: headObject },
  { method: 'DELETE', of: 'object', run: deleteObject },
];

/** Headers of signatures, checksums and metadata, and those that can be left without effect (see DIFFERENCES.md). */
const knownHeaders =
  /^x-amz-(?:content-sha256|date|security-token|user-agent|decoded-content-length|trailer|sdk-checksum-algorithm|te|checksum-.+|meta-.+|copy-source(?:-if-.+)?|metadata-directive|server-side-encryption(?:-aws-kms-key-id|-bucket-key-enabled)?|acl|storage-class|expected-bucket-owner|source-expected-bucket-owner|request-payer|object-ownership)$/u;

export function dispatch(store: ObjectStore, request: S3Request): HttpResponse {
  const { http, bucket, key } = request;
  const of = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  const names = [...new Set(http.query.keys())].filter((name) => !/^x-amz-|^x-id$/iu.test(name));
  const found = operations.find(
    (each) =>
      each.method === http.method &&
      each.of === of &&
      (each.parameter === undefined || names.includes(each.parameter)) &&
      (each.header === undefined || http.headers[each.header] !== undefined),
  );
  const unknown = names.find((name) => name !== found?.parameter && !found?.query?.includes(name));
  if (!found || unknown !== undefined) throw notImplemented(`s3 ${http.method} ${of}${unknown ? ` ?${unknown}` : ''}`);
  const header = Object.keys(http.headers).find((name) => name.startsWith('x-amz-') && !knownHeaders.test(name));
  if (header !== undefined) throw notImplemented(`s3 ${http.method} ${of} header ${header}`);
  return found.run(store, request);
}
