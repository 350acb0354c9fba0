import {
  DeleteBucketEncryptionCommand,
  DeleteBucketPolicyCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { bucket, s3World, type S3World } from './s3-world.ts';

let world: S3World;
beforeEach(async () => {
  world = s3World();
  await world.makeBucket();
});
afterEach(() => world.close());

const Bucket = bucket;

test('a new bucket encrypts, keeps everybody else out, has one owner and no versions', async () => {
  const { ServerSideEncryptionConfiguration } = await world.client.send(new GetBucketEncryptionCommand({ Bucket }));
  const { PublicAccessBlockConfiguration } = await world.client.send(new GetPublicAccessBlockCommand({ Bucket }));
  const { OwnershipControls } = await world.client.send(new GetBucketOwnershipControlsCommand({ Bucket }));
  const { Status } = await world.client.send(new GetBucketVersioningCommand({ Bucket }));

  expect(ServerSideEncryptionConfiguration?.Rules).toMatchObject([
    { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
  ]);
  expect(PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  });
  expect(OwnershipControls).toEqual({ Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] });
  expect(Status).toBeUndefined();
});

test('the default encryption is answered by every object that is put after it', async () => {
  const SSEAlgorithm = 'aws:kms';
  const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm, KMSMasterKeyID: 'key-1' } } as const];
  await world.client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));

  expect(await world.put('song')).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'key-1' });
  await world.client.send(new DeleteBucketEncryptionCommand({ Bucket }));
  expect(await world.put('song')).toMatchObject({ ServerSideEncryption: 'AES256' });
});

test('a lifecycle comes back as it was put', async () => {
  const Rules: LifecycleRule[] = [
    {
      ID: 'old versions',
      Status: 'Enabled',
      Filter: { And: { Prefix: 'a/', Tags: [{ Key: 'a', Value: 'b' }] } },
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
      Transitions: [{ Days: 30, StorageClass: 'STANDARD_IA' }],
    },
    {
      ID: 'uploads',
      Status: 'Enabled',
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    },
  ];
  const get = () => world.client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));

  await expect(get()).rejects.toMatchObject({ name: 'NoSuchLifecycleConfiguration' });
  await world.client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }));
  expect((await get()).Rules).toEqual(Rules);
});

test('a policy is kept as its text, and only if it is one', async () => {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  const get = () => world.client.send(new GetBucketPolicyCommand({ Bucket }));
  const put = (text: string) => world.client.send(new PutBucketPolicyCommand({ Bucket, Policy: text }));

  await expect(get()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
  await expect(put('no policy')).rejects.toMatchObject({ name: 'MalformedPolicy' });
  await put(Policy);
  expect((await get()).Policy).toBe(Policy);
  await world.client.send(new DeleteBucketPolicyCommand({ Bucket }));
  await expect(get()).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
});

test('what is taken away is not found any more', async () => {
  await world.client.send(new DeletePublicAccessBlockCommand({ Bucket }));

  await expect(world.client.send(new GetPublicAccessBlockCommand({ Bucket }))).rejects.toMatchObject({
    name: 'NoSuchPublicAccessBlockConfiguration',
  });
});

test('tags of a bucket come back after a restart', async () => {
  const TagSet = [{ Key: 'stage', Value: 'local' }];
  await world.client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
  const { client } = world.restart();

  expect((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
});

test('a document with an element that is not known here is NotImplemented by its path, one that is none is malformed', async () => {
  const put = (body: string) => world.request('PUT', '/crate?versioning', { body });

  const unknown = await put(
    '<VersioningConfiguration><Status>Enabled</Status><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>',
  );
  expect(unknown.text).toContain('s3 VersioningConfiguration.MfaDelete is not implemented');
  for (const body of ['', '<VersioningConfiguration>', '<Other/>', 'Enabled']) {
    expect((await put(body)).text).toContain('<Code>MalformedXML</Code>');
  }
});
