/** `AWS::S3::Bucket`, as far as a name. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
import type { ResourceScope, ResourceType } from '../../engine/service.ts';
import { bucketNotEmpty } from './errors.ts';
import type { ObjectStore } from './object-store.ts';

export function bucketResource(store: ObjectStore): ResourceType {
  return {
    properties: ['BucketName'],
    ignored: {
      BucketEncryption: 'Nothing is encrypted at rest here, as the whole state folder is not.',
      OwnershipControls: 'There is one account.',
      PublicAccessBlockConfiguration: 'There is no public access: the cloud listens on loopback only.',
      Tags: 'Tags of buckets change nothing.',
    },

    async create({ BucketName }, scope) {
      const name = (BucketName as string | undefined) ?? scope.generateName(63).toLowerCase();
      if (!store.findBucket(name)) store.createBucket(name);
      return describe(name, scope);
    },

    async update(physicalId, { BucketName }, previous, scope) {
      return BucketName === previous['BucketName'] ? describe(physicalId, scope) : 'replace';
    },

    async delete(physicalId) {
      if (!store.findBucket(physicalId)) return;
      if (store.list(physicalId, '', '', 1).length > 0) throw bucketNotEmpty(physicalId);
      store.deleteBucket(physicalId);
    },
  };
}

function describe(name: string, { region }: ResourceScope) {
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    },
  };
}
