/** How the operations on buckets look in HTTP. */
import type { Binding } from './binding.ts';
import { flat, structure, wrapped } from './shape.ts';

const owner = structure({ ID: 'string' });
const tags = wrapped('Tag', structure({ Key: 'string', Value: 'string' }));
const object = structure({
  Key: 'string',
  VersionId: 'string',
  IsLatest: 'boolean',
  LastModified: 'timestamp',
  ETag: 'string',
  ChecksumAlgorithm: flat('ChecksumAlgorithm', 'string'),
  ChecksumType: 'string',
  Size: 'integer',
  Owner: owner,
  StorageClass: 'string',
});
const prefixes = flat('CommonPrefixes', structure({ Prefix: 'string' }));
const pageMembers = {
  Name: 'string',
  Prefix: 'string',
  Delimiter: 'string',
  MaxKeys: 'integer',
  IsTruncated: 'boolean',
  EncodingType: 'string',
} as const;
const pageQuery = { prefix: 'Prefix', delimiter: 'Delimiter', 'max-keys': 'MaxKeys', 'encoding-type': 'EncodingType' };

export const bucketBindings: readonly Binding[] = [
  {
    operation: 'ListBuckets',
    method: 'GET',
    on: 'service',
    query: {
      prefix: 'Prefix',
      'max-buckets': 'MaxBuckets',
      'continuation-token': 'ContinuationToken',
      'bucket-region': 'BucketRegion',
    },
    answer: {
      root: 'ListAllMyBucketsResult',
      shape: structure({
        Buckets: wrapped(
          'Bucket',
          structure({ Name: 'string', CreationDate: 'timestamp', BucketRegion: 'string', BucketArn: 'string' }),
        ),
        Owner: owner,
        ContinuationToken: 'string',
        Prefix: 'string',
      }),
    },
  },
  {
    operation: 'CreateBucket',
    method: 'PUT',
    on: 'bucket',
    headers: { 'x-amz-acl': 'ACL', 'x-amz-object-ownership': 'ObjectOwnership' },
    body: {
      root: 'CreateBucketConfiguration',
      member: 'CreateBucketConfiguration',
      shape: structure({ LocationConstraint: 'string', Tags: tags }),
    },
    answerHeaders: { Location: 'location', BucketArn: 'x-amz-bucket-arn' },
  },
  {
    operation: 'HeadBucket',
    method: 'HEAD',
    on: 'bucket',
    answerHeaders: {
      BucketArn: 'x-amz-bucket-arn',
      BucketRegion: 'x-amz-bucket-region',
      AccessPointAlias: 'x-amz-access-point-alias',
    },
  },
  { operation: 'DeleteBucket', method: 'DELETE', on: 'bucket', statusCode: 204 },
  {
    operation: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    selectors: { location: true },
    answer: { root: 'LocationConstraint', member: 'LocationConstraint', shape: 'string' },
  },
  {
    operation: 'ListObjects',
    method: 'GET',
    on: 'bucket',
    query: { ...pageQuery, marker: 'Marker' },
    answer: {
      root: 'ListBucketResult',
      shape: structure({
        ...pageMembers,
        Marker: 'string',
        NextMarker: 'string',
        Contents: flat('Contents', object),
        CommonPrefixes: prefixes,
      }),
    },
  },
  {
    operation: 'ListObjectsV2',
    method: 'GET',
    on: 'bucket',
    selectors: { 'list-type': '2' },
    query: {
      ...pageQuery,
      'continuation-token': 'ContinuationToken',
      'start-after': 'StartAfter',
      'fetch-owner': 'FetchOwner',
    },
    answer: {
      root: 'ListBucketResult',
      shape: structure({
        ...pageMembers,
        KeyCount: 'integer',
        ContinuationToken: 'string',
        NextContinuationToken: 'string',
        StartAfter: 'string',
        Contents: flat('Contents', object),
        CommonPrefixes: prefixes,
      }),
    },
  },
  {
    operation: 'ListObjectVersions',
    method: 'GET',
    on: 'bucket',
    selectors: { versions: true },
    query: { ...pageQuery, 'key-marker': 'KeyMarker', 'version-id-marker': 'VersionIdMarker' },
    answer: {
      root: 'ListVersionsResult',
      shape: structure({
        ...pageMembers,
        KeyMarker: 'string',
        VersionIdMarker: 'string',
        NextKeyMarker: 'string',
        NextVersionIdMarker: 'string',
        Versions: flat('Version', object),
        DeleteMarkers: flat('DeleteMarker', object),
        CommonPrefixes: prefixes,
      }),
    },
  },
  {
    operation: 'DeleteObjects',
    method: 'POST',
    on: 'bucket',
    selectors: { delete: true },
    body: {
      root: 'Delete',
      member: 'Delete',
      shape: structure({
        Objects: flat('Object', structure({ Key: 'string', VersionId: 'string', ETag: 'string' })),
        Quiet: 'boolean',
      }),
    },
    answer: {
      root: 'DeleteResult',
      shape: structure({
        Deleted: flat(
          'Deleted',
          structure({ Key: 'string', VersionId: 'string', DeleteMarker: 'boolean', DeleteMarkerVersionId: 'string' }),
        ),
        Errors: flat('Error', structure({ Key: 'string', VersionId: 'string', Code: 'string', Message: 'string' })),
      }),
    },
  },
];
