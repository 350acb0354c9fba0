/**
 * What a bucket can be told about itself and asked for again, as one table: from it come the operations
 * (`operations/setting-operations.ts`) and how they look in HTTP (`rest-xml/setting-bindings.ts`).
 * Of these only versioning and the default encryption's name take effect here; localstack/DIFFERENCES.md lists the rest.
 */
import { AwsError } from '../../engine/aws-error.ts';
import { malformedXml } from './errors.ts';
import { flat, structure, wrapped, type Shape, type Structure } from './rest-xml/shape.ts';
import type { Bucket } from './store/buckets.ts';
import type { Tag } from './store/version.ts';
import { checkTags } from './tags.ts';

export interface BucketSetting {
  /** The sub-resource in the query, such as `encryption` in `PUT /bucket?encryption`. */
  readonly subresource: string;
  /** Its key in `Bucket.settings`. */
  readonly name: string;
  readonly operations: { readonly get: string; readonly put: string; readonly delete?: string };
  /** The document's element, the member in which requests have it, and its shape. */
  readonly root: string;
  readonly member: string;
  readonly shape: Structure;
  /** The member in which GetX has the document; without it GetX has the document's own members. */
  readonly answerMember?: string;
  readonly putStatusCode: 200 | 204;
  /** Throws for a document that S3 would not keep. */
  check?(document: Readonly<Record<string, unknown>>): void;
  /** What GetX gives when nothing is set: a value, or an error to throw. */
  missing(bucket: Bucket): Readonly<Record<string, unknown>> | AwsError;
}

const tagList: Shape = structure({ Key: 'string', Value: 'string' });
const noncurrent = { NoncurrentDays: 'integer', NewerNoncurrentVersions: 'integer' } as const;
const filterMembers = { Prefix: 'string', ObjectSizeGreaterThan: 'integer', ObjectSizeLessThan: 'integer' } as const;

const lifecycleRule = structure({
  ID: 'string',
  Prefix: 'string',
  Filter: structure({
    ...filterMembers,
    Tag: tagList,
    And: structure({ ...filterMembers, Tags: flat('Tag', tagList) }),
  }),
  Status: 'string',
  Expiration: structure({ Days: 'integer', Date: 'timestamp', ExpiredObjectDeleteMarker: 'boolean' }),
  Transitions: flat('Transition', structure({ Days: 'integer', Date: 'timestamp', StorageClass: 'string' })),
  NoncurrentVersionExpiration: structure(noncurrent),
  NoncurrentVersionTransitions: flat(
    'NoncurrentVersionTransition',
    structure({ ...noncurrent, StorageClass: 'string' }),
  ),
  AbortIncompleteMultipartUpload: structure({ DaysAfterInitiation: 'integer' }),
});

export const bucketSettings: readonly BucketSetting[] = [
  {
    subresource: 'versioning',
    name: 'versioning',
    operations: { get: 'GetBucketVersioning', put: 'PutBucketVersioning' },
    root: 'VersioningConfiguration',
    member: 'VersioningConfiguration',
    shape: structure({ Status: 'string' }),
    putStatusCode: 200,
    check({ Status }) {
      if (Status === 'Enabled' || Status === 'Suspended') return;
      const message = 'The Versioning element must be specified';
      throw Status === undefined ? new AwsError('IllegalVersioningConfigurationException', message) : malformedXml();
    },
    missing: () => ({}),
  },
  {
    subresource: 'encryption',
    name: 'encryption',
    operations: { get: 'GetBucketEncryption', put: 'PutBucketEncryption', delete: 'DeleteBucketEncryption' },
    root: 'ServerSideEncryptionConfiguration',
    member: 'ServerSideEncryptionConfiguration',
    answerMember: 'ServerSideEncryptionConfiguration',
    shape: structure({
      Rules: flat(
        'Rule',
        structure({
          ApplyServerSideEncryptionByDefault: structure({ SSEAlgorithm: 'string', KMSMasterKeyID: 'string' }),
          BucketKeyEnabled: 'boolean',
        }),
      ),
    }),
    putStatusCode: 200,
    check: ({ Rules }) => requireList(Rules),
    // Every bucket encrypts since January 2023.
    missing: () => ({
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    }),
  },
  {
    subresource: 'lifecycle',
    name: 'lifecycle',
    operations: {
      get: 'GetBucketLifecycleConfiguration',
      put: 'PutBucketLifecycleConfiguration',
      delete: 'DeleteBucketLifecycle',
    },
    root: 'LifecycleConfiguration',
    member: 'LifecycleConfiguration',
    shape: structure({ Rules: flat('Rule', lifecycleRule) }),
    putStatusCode: 200,
    check: ({ Rules }) => requireList(Rules),
    missing: notFound('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist'),
  },
  {
    subresource: 'publicAccessBlock',
    name: 'publicAccessBlock',
    operations: { get: 'GetPublicAccessBlock', put: 'PutPublicAccessBlock', delete: 'DeletePublicAccessBlock' },
    root: 'PublicAccessBlockConfiguration',
    member: 'PublicAccessBlockConfiguration',
    answerMember: 'PublicAccessBlockConfiguration',
    shape: structure({
      BlockPublicAcls: 'boolean',
      IgnorePublicAcls: 'boolean',
      BlockPublicPolicy: 'boolean',
      RestrictPublicBuckets: 'boolean',
    }),
    putStatusCode: 200,
    missing: notFound('NoSuchPublicAccessBlockConfiguration', 'The public access block configuration was not found'),
  },
  {
    subresource: 'ownershipControls',
    name: 'ownershipControls',
    operations: {
      get: 'GetBucketOwnershipControls',
      put: 'PutBucketOwnershipControls',
      delete: 'DeleteBucketOwnershipControls',
    },
    root: 'OwnershipControls',
    member: 'OwnershipControls',
    answerMember: 'OwnershipControls',
    shape: structure({ Rules: flat('Rule', structure({ ObjectOwnership: 'string' })) }),
    putStatusCode: 200,
    check: ({ Rules }) => requireList(Rules),
    missing: notFound('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found'),
  },
  {
    subresource: 'tagging',
    name: 'tagging',
    operations: { get: 'GetBucketTagging', put: 'PutBucketTagging', delete: 'DeleteBucketTagging' },
    root: 'Tagging',
    member: 'Tagging',
    shape: structure({ TagSet: wrapped('Tag', tagList) }),
    putStatusCode: 204,
    check: ({ TagSet = [] }) => checkTags(TagSet as Tag[], 50),
    missing: notFound('NoSuchTagSet', 'The TagSet does not exist'),
  },
];

function requireList(value: unknown): void {
  if (!Array.isArray(value) || value.length === 0) throw malformedXml();
}

function notFound(code: string, message: string): BucketSetting['missing'] {
  return ({ name }) => new AwsError(code, message, 404, { BucketName: name });
}
