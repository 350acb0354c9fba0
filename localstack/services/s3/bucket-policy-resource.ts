import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, ResourceScope, ResourceType } from '../../engine/service.ts';

/** `AWS::S3::BucketPolicy`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
export const bucketPolicyResource: ResourceType = {
  properties: ['Bucket', 'PolicyDocument'],

  async create(properties, scope) {
    await putPolicy(properties, scope);
    // What Ref gives on AWS is the bucket's name.
    return { physicalId: String(properties['Bucket']), attributes: {} };
  },

  async update(physicalId, properties, previous, scope) {
    if (properties['Bucket'] !== previous['Bucket']) return 'replace';
    await putPolicy(properties, scope);
    return { physicalId, attributes: {} };
  },

  async delete(_physicalId, properties, scope) {
    try {
      await scope.call('s3', 'DeleteBucketPolicy', { Bucket: properties['Bucket'] });
    } catch (fault) {
      if (!(fault instanceof AwsError && fault.code === 'NoSuchBucket')) throw fault;
    }
  },
};

async function putPolicy({ Bucket, PolicyDocument }: Properties, scope: ResourceScope): Promise<void> {
  await scope.call('s3', 'PutBucketPolicy', { Bucket, Policy: JSON.stringify(PolicyDocument) });
}
