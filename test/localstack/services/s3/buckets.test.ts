import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { bucket, s3World, type S3World } from './s3-world.ts';

let world: S3World;
beforeEach(() => void (world = s3World()));
afterEach(() => world.close());

test('a new bucket is there, in us-east-1', async () => {
  await world.makeBucket();

  const head = await world.client.send(new HeadBucketCommand({ Bucket: bucket }));
  const location = await world.client.send(new GetBucketLocationCommand({ Bucket: bucket }));

  expect(head).toMatchObject({ BucketRegion: 'us-east-1', BucketArn: 'arn:aws:s3:::crate' });
  expect(location.LocationConstraint ?? '').toBe('');
});

test('a bucket remembers the location that it was asked to be in', async () => {
  const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
  await world.client.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));

  const location = await world.client.send(new GetBucketLocationCommand({ Bucket: bucket }));

  expect(location.LocationConstraint).toBe('eu-west-1');
});

test('making a bucket again keeps what is in it', async () => {
  await world.makeBucket();
  await world.put('song');
  await world.makeBucket();

  expect(await world.keys()).toEqual(['song']);
});

test.each(['ab', 'Crate', 'a..b', '192.168.0.1', 'xn--crate', '-crate', 'a'.repeat(64)])(
  'the name %s is refused',
  async (Bucket) => {
    await expect(world.client.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  },
);

test('buckets are listed by name, a page at a time', async () => {
  for (const name of ['crate-b', 'crate-c', 'crate-a', 'other']) await world.makeBucket(name);

  const first = await world.client.send(new ListBucketsCommand({ Prefix: 'crate', MaxBuckets: 2 }));
  const second = await world.client.send(
    new ListBucketsCommand({ Prefix: 'crate', ContinuationToken: first.ContinuationToken }),
  );

  expect(first.Buckets?.map(({ Name }) => Name)).toEqual(['crate-a', 'crate-b']);
  expect(second.Buckets?.map(({ Name }) => Name)).toEqual(['crate-c']);
  expect(second.ContinuationToken).toBeUndefined();
  expect(first.Buckets?.[0]?.CreationDate).toEqual(new Date('2026-11-20T12:00:00Z'));
});

test('a bucket that holds something is not deleted', async () => {
  await world.makeBucket();
  await world.put('song');

  await expect(world.client.send(new DeleteBucketCommand({ Bucket: bucket }))).rejects.toMatchObject({
    name: 'BucketNotEmpty',
    message: 'The bucket you tried to delete is not empty',
  });
  expect(await world.read('song')).toBe('song');
});

test('a deleted bucket is gone', async () => {
  await world.makeBucket();
  await world.client.send(new DeleteBucketCommand({ Bucket: bucket }));

  await expect(world.client.send(new HeadBucketCommand({ Bucket: bucket }))).rejects.toMatchObject({
    name: 'NotFound',
  });
  await expect(world.put('song')).rejects.toMatchObject({ name: 'NoSuchBucket' });
});

test('a bucket is not given to who expects it to be somebody else’s', async () => {
  await world.makeBucket();

  const asOther = new GetBucketLocationCommand({ Bucket: bucket, ExpectedBucketOwner: '111111111111' });
  await expect(world.client.send(asOther)).rejects.toMatchObject({ name: 'AccessDenied' });
  const asOwner = new GetBucketLocationCommand({ Bucket: bucket, ExpectedBucketOwner: '000000000000' });
  await expect(world.client.send(asOwner)).resolves.toBeDefined();
});
