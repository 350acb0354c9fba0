import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { bucketPolicyResource } from '../../../../localstack/services/s3/bucket-policy-resource.ts';
import { bucketResource } from '../../../../localstack/services/s3/bucket-resource.ts';
import { s3World, type S3World } from './s3-world.ts';

let world: S3World;
let scope: ResourceScope;
beforeEach(() => {
  world = s3World();
  scope = {
    stackName: 'Assets',
    logicalId: 'Crate',
    accountId: '000000000000',
    region: 'us-east-1',
    generateName: () => 'Assets-Crate-abc123',
    call: world.call,
    assetPath: () => undefined,
  };
});
afterEach(() => world.close());

/** What `cdk bootstrap` asks for. */
const staging = {
  BucketName: 'cdk-assets',
  AccessControl: 'Private',
  BucketEncryption: {
    ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
  },
  PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: 'true' },
  VersioningConfiguration: { Status: 'Enabled' },
  LifecycleConfiguration: {
    Rules: [
      { Id: 'CleanupOldVersions', Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 30 } },
      { Id: 'Abort', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
    ],
  },
  Tags: [{ Key: 'stage', Value: 'local' }],
};
const Bucket = 'cdk-assets';

test('the bucket of the CDK’s bootstrap template is made with all that it asks for', async () => {
  const made = await bucketResource.create(staging, scope);

  expect(made).toMatchObject({
    physicalId: Bucket,
    attributes: { Arn: 'arn:aws:s3:::cdk-assets', RegionalDomainName: 'cdk-assets.s3.us-east-1.amazonaws.com' },
  });
  expect((await world.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
  const { ServerSideEncryptionConfiguration } = await world.client.send(new GetBucketEncryptionCommand({ Bucket }));
  expect(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe(
    'aws:kms',
  );
  const { Rules } = await world.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
  expect(Rules).toEqual([
    {
      ID: 'CleanupOldVersions',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    },
    {
      ID: 'Abort',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  ]);
  const properties = Object.keys(staging);
  expect(properties.filter((name) => !bucketResource.properties.includes(name))).toEqual([]);
});

test('a bucket without a name gets one in small letters, and one that is there already is refused', async () => {
  expect((await bucketResource.create({}, scope)).physicalId).toBe('assets-crate-abc123');
  await expect(bucketResource.create({}, scope)).rejects.toThrow('assets-crate-abc123 already exists');
});

test('a change is made in place and keeps the objects; another name is another bucket', async () => {
  await bucketResource.create(staging, scope);
  await world.call('s3', 'PutObject', { Bucket, Key: 'asset.zip', Body: 'bytes' });
  const { VersioningConfiguration: _gone, BucketEncryption: _too, ...fewer } = staging;

  await bucketResource.update(Bucket, fewer, staging, scope);

  expect((await world.client.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Suspended');
  expect(world.door.read(Bucket, 'asset.zip').toString()).toBe('bytes');
  expect(await bucketResource.update(Bucket, { ...staging, BucketName: 'other' }, staging, scope)).toBe('replace');
});

test('a bucket that holds something is not deleted with its stack, and one that is gone is no fault', async () => {
  await bucketResource.create({ BucketName: Bucket }, scope);
  await world.call('s3', 'PutObject', { Bucket, Key: 'asset.zip', Body: 'bytes' });

  await expect(bucketResource.delete(Bucket, {}, scope)).rejects.toMatchObject({ code: 'BucketNotEmpty' });
  await world.call('s3', 'DeleteObject', { Bucket, Key: 'asset.zip' });
  await bucketResource.delete(Bucket, {}, scope);
  await expect(bucketResource.delete(Bucket, {}, scope)).resolves.toBeUndefined();
});

test('what a bucket cannot be here is refused by name', async () => {
  await expect(bucketResource.create({ AccessControl: 'PublicRead' }, scope)).rejects.toThrow(
    'AWS::S3::Bucket.AccessControl PublicRead is not implemented',
  );
  const Rules = [{ Status: 'Enabled', Transitions: [] }];
  await expect(bucketResource.create({ LifecycleConfiguration: { Rules } }, scope)).rejects.toThrow('Transitions');
});

test('a bucket policy is set with its resource and goes with it', async () => {
  await bucketResource.create({ BucketName: Bucket }, scope);
  const PolicyDocument = { Version: '2012-10-17', Statement: [] };
  const made = await bucketPolicyResource.create({ Bucket, PolicyDocument }, scope);

  expect(made.physicalId).toBe(Bucket);
  expect(await world.call('s3', 'GetBucketPolicy', { Bucket })).toEqual({ Policy: JSON.stringify(PolicyDocument) });
  await bucketPolicyResource.delete(Bucket, { Bucket }, scope);
  await expect(world.call('s3', 'GetBucketPolicy', { Bucket })).rejects.toMatchObject({ code: 'NoSuchBucketPolicy' });
  await bucketResource.delete(Bucket, {}, scope);
  await expect(bucketPolicyResource.delete(Bucket, { Bucket }, scope)).resolves.toBeUndefined();
});
