/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
import { rowsOf, text } from '../action-table.ts';
import type { Access, ActionTable, ConditionValues, Input, ResourcesOf, Row } from '../action-table.ts';

const bucketArn = (input: Input): string => `arn:aws:s3:::${text(input, 'Bucket')}`;
const objectArn = (input: Input): string => `${bucketArn(input)}/${text(input, 'Key')}`;

const bucket: ResourcesOf = (input) => [bucketArn(input)];
const object: ResourcesOf = (input) => [objectArn(input)];

const withVersion =
  (action: string, ofVersion: string) =>
  (input: Input): readonly Access[] => [
    { action: text(input, 'VersionId') === '' ? action : ofVersion, resources: [objectArn(input)] },
  ];

/** What is copied has to be readable. `CopySource` is `bucket/key?versionId=…`, percent-encoded. */
function copying(input: Input): readonly Access[] {
  const [path = '', version] = text(input, 'CopySource').replace(/^\//u, '').split('?versionId=');
  const source = `arn:aws:s3:::${decode(path)}`;
  return [
    { action: version === undefined ? 's3:GetObject' : 's3:GetObjectVersion', resources: [source] },
    { action: 's3:PutObject', resources: [objectArn(input)] },
  ];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function deleting(input: Input): readonly Access[] {
  const { Objects = [] } = (input['Delete'] ?? {}) as { Objects?: readonly Input[] };
  const accesses = Objects.flatMap((each) =>
    withVersion('s3:DeleteObject', 's3:DeleteObjectVersion')({ ...each, Bucket: input['Bucket'] }),
  );
  return accesses.length > 0 ? accesses : [{ action: 's3:DeleteObject', resources: [`${bucketArn(input)}/`] }];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/list_amazons3.html#amazons3-policy-keys */
function listConditions(input: Input): ConditionValues {
  return conditionsOf(input, { Prefix: 's3:prefix', Delimiter: 's3:delimiter', MaxKeys: 's3:max-keys' });
}

function putConditions(input: Input): ConditionValues {
  return conditionsOf(input, {
    ACL: 's3:x-amz-acl',
    ServerSideEncryption: 's3:x-amz-server-side-encryption',
    SSEKMSKeyId: 's3:x-amz-server-side-encryption-aws-kms-key-id',
    StorageClass: 's3:x-amz-storage-class',
  });
}

function conditionsOf(input: Input, keys: Readonly<Record<string, string>>): ConditionValues {
  const present = Object.entries(keys).filter(([member]) => text(input, member) !== '');
  return Object.fromEntries(present.map(([member, key]) => [key, [text(input, member)]]));
}

/** Reading, writing and deleting a setting of a bucket; what deletes a setting is, for IAM, a way of writing it. */
function setting(
  member: string,
  name: string,
  { read = `Get${name}`, write = `Put${name}` } = {},
): Record<string, Row> {
  return {
    [`Get${member}`]: { action: `s3:${read}`, on: bucket },
    [`Put${member}`]: { action: `s3:${write}`, on: bucket },
    [`Delete${member}`]: { action: `s3:${write}`, on: bucket },
  };
}

const objectRows: Record<string, Row> = {
  ...rowsOf('GetObject HeadObject', { accesses: withVersion('s3:GetObject', 's3:GetObjectVersion') }),
  GetObjectAttributes: { accesses: withVersion('s3:GetObjectAttributes', 's3:GetObjectVersionAttributes') },
  PutObject: { on: object, conditions: putConditions },
  ...rowsOf('CreateMultipartUpload UploadPart CompleteMultipartUpload', {
    action: 's3:PutObject',
    on: object,
    conditions: putConditions,
  }),
  ...rowsOf('CopyObject UploadPartCopy', { accesses: copying, conditions: putConditions }),
  DeleteObject: { accesses: withVersion('s3:DeleteObject', 's3:DeleteObjectVersion') },
  DeleteObjects: { accesses: deleting },
  AbortMultipartUpload: { on: object },
  ListParts: { action: 's3:ListMultipartUploadParts', on: object },
  GetObjectTagging: { accesses: withVersion('s3:GetObjectTagging', 's3:GetObjectVersionTagging') },
  PutObjectTagging: { accesses: withVersion('s3:PutObjectTagging', 's3:PutObjectVersionTagging') },
  DeleteObjectTagging: { accesses: withVersion('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging') },
  ...rowsOf('GetObjectAcl PutObjectAcl', { on: object }),
};

const bucketRows: Record<string, Row> = {
  ...rowsOf('CreateBucket DeleteBucket GetBucketLocation', { on: bucket }),
  ...rowsOf('ListObjects ListObjectsV2', { action: 's3:ListBucket', on: bucket, conditions: listConditions }),
  HeadBucket: { action: 's3:ListBucket', on: bucket },
  ListObjectVersions: { action: 's3:ListBucketVersions', on: bucket, conditions: listConditions },
  ListMultipartUploads: { action: 's3:ListBucketMultipartUploads', on: bucket },
  ...rowsOf('GetBucketPolicy PutBucketPolicy DeleteBucketPolicy', { on: bucket }),
  GetBucketPolicyStatus: { on: bucket },
  ...setting('BucketVersioning', 'BucketVersioning'),
  ...setting('BucketEncryption', 'EncryptionConfiguration'),
  ...setting('BucketLifecycleConfiguration', 'LifecycleConfiguration'),
  DeleteBucketLifecycle: { action: 's3:PutLifecycleConfiguration', on: bucket },
  ...setting('PublicAccessBlock', 'BucketPublicAccessBlock'),
  ...setting('BucketOwnershipControls', 'BucketOwnershipControls'),
  ...setting('BucketTagging', 'BucketTagging'),
  ...setting('BucketNotificationConfiguration', 'BucketNotification'),
  ...setting('BucketCors', 'BucketCORS'),
  ...setting('BucketLogging', 'BucketLogging'),
  ...setting('BucketAcl', 'BucketAcl'),
  ...setting('BucketWebsite', 'BucketWebsite'),
};

export const s3: ActionTable = {
  prefix: 's3',
  rows: { ListBuckets: { action: 's3:ListAllMyBuckets' }, ...bucketRows, ...objectRows },
};
