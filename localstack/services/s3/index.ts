/** Amazon S3: buckets, objects with versions, lists, multipart uploads, presigned URLs. */
import type { Engine, OperationTable, Service } from '../../engine/service.ts';
import { bucketPolicyResource } from './bucket-policy-resource.ts';
import { bucketResource } from './bucket-resource.ts';
import { openObjectDoor, type ObjectDoor } from './object-door.ts';
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
import { deleteBucketPolicy, getBucketPolicy, putBucketPolicy } from './operations/bucket-policy.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createBucket } from './operations/create-bucket.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteBucket } from './operations/delete-bucket.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { getBucketLocation } from './operations/get-bucket-location.ts';
import { getObject } from './operations/get-object.ts';
import { headBucket } from './operations/head-bucket.ts';
import { headObject } from './operations/head-object.ts';
import { listBuckets } from './operations/list-buckets.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjectVersions } from './operations/list-object-versions.ts';
import { listObjectsV2 } from './operations/list-objects-v2.ts';
import { listObjects } from './operations/list-objects.ts';
import { listParts } from './operations/list-parts.ts';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './operations/object-tagging.ts';
import { putObject } from './operations/put-object.ts';
import { settingOperations } from './operations/setting-operations.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import { uploadPart } from './operations/upload-part.ts';
import { answerRestXml } from './rest-xml/answer.ts';
import { bucketBindings } from './rest-xml/bucket-bindings.ts';
import { objectBindings } from './rest-xml/object-bindings.ts';
import { settingBindings } from './rest-xml/setting-bindings.ts';
import { uploadBindings } from './rest-xml/upload-bindings.ts';
import { openS3State, type S3State } from './state.ts';

export interface S3Service extends Service {
  readonly door: ObjectDoor;
}

export function createS3(engine: Engine): S3Service {
  const state = openS3State(engine);
  const operations = operationsOf(state);
  const bindings = [...bucketBindings, ...settingBindings, ...objectBindings, ...uploadBindings];
  const restXml = { bindings, operations, clock: engine.clock };
  return {
    name: 's3',
    protocol: { kind: 'http', handle: (request, call) => answerRestXml(restXml, request, call) },
    operations,
    resources: { 'AWS::S3::Bucket': bucketResource, 'AWS::S3::BucketPolicy': bucketPolicyResource },
    iam: { policyOf: (arn) => policyOf(state, arn) },
    door: openObjectDoor(state),
  };
}

/** The policy of the bucket that an ARN names, or that the object it names is in. */
function policyOf({ buckets }: S3State, arn: string): string | undefined {
  const [bucket = ''] = arn.slice('arn:aws:s3:::'.length).split('/', 1);
  return buckets.find(bucket)?.settings['policy'] as string | undefined;
}

function operationsOf(state: S3State): OperationTable {
  return {
    AbortMultipartUpload: abortMultipartUpload(state),
    CompleteMultipartUpload: completeMultipartUpload(state),
    CopyObject: copyObject(state),
    CreateBucket: createBucket(state),
    CreateMultipartUpload: createMultipartUpload(state),
    DeleteBucket: deleteBucket(state),
    DeleteBucketPolicy: deleteBucketPolicy(state),
    DeleteObject: deleteObject(state),
    DeleteObjectTagging: deleteObjectTagging(state),
    DeleteObjects: deleteObjects(state),
    GetBucketLocation: getBucketLocation(state),
    GetBucketPolicy: getBucketPolicy(state),
    GetObject: getObject(state),
    GetObjectTagging: getObjectTagging(state),
    HeadBucket: headBucket(state),
    HeadObject: headObject(state),
    ListBuckets: listBuckets(state),
    ListMultipartUploads: listMultipartUploads(state),
    ListObjectVersions: listObjectVersions(state),
    ListObjects: listObjects(state),
    ListObjectsV2: listObjectsV2(state),
    ListParts: listParts(state),
    PutBucketPolicy: putBucketPolicy(state),
    PutObject: putObject(state),
    PutObjectTagging: putObjectTagging(state),
    UploadPart: uploadPart(state),
    UploadPartCopy: uploadPartCopy(state),
    ...settingOperations(state),
  };
}
