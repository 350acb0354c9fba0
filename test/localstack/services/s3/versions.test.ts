import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { bucket, s3World, type S3World } from './s3-world.ts';

let world: S3World;
beforeEach(async () => {
  world = s3World();
  await world.makeBucket();
});
afterEach(() => world.close());

const remove = (VersionId?: string) =>
  world.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'song', ...(VersionId && { VersionId }) }));
const listVersions = (input: object = {}) =>
  world.client.send(new ListObjectVersionsCommand({ Bucket: bucket, ...input }));

test('a bucket that never had versions answers no version ids', async () => {
  expect((await world.put('song')).VersionId).toBeUndefined();
  expect((await world.client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'song' }))).VersionId).toBeUndefined();
});

test('with versioning, what is overwritten or deleted can still be read', async () => {
  await world.setVersioning('Enabled');
  const { VersionId: first } = await world.put('song', 'one');
  await world.put('song', 'two');
  const marker = await remove();

  expect(marker.DeleteMarker).toBe(true);
  await expect(world.read('song')).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await world.keys()).toEqual([]);
  expect(await world.read('song', first)).toBe('one');
  await expect(world.read('song', marker.VersionId)).rejects.toMatchObject({ name: 'MethodNotAllowed' });
});

test('deleting the delete marker brings the object back', async () => {
  await world.setVersioning('Enabled');
  await world.put('song', 'one');
  const { VersionId = '' } = await remove();

  expect(await remove(VersionId)).toMatchObject({ DeleteMarker: true, VersionId });
  expect(await world.read('song')).toBe('one');
});

test('deleting a version is for good, and the one before it is the latest again', async () => {
  await world.setVersioning('Enabled');
  await world.put('song', 'one');
  const { VersionId = '' } = await world.put('song', 'two');
  await remove(VersionId);

  expect(await world.read('song')).toBe('one');
  await expect(world.read('song', VersionId)).rejects.toMatchObject({ name: 'NoSuchVersion' });
});

test('what was there before versioning is the version null, and suspending goes back to writing that one', async () => {
  await world.put('song', 'before');
  await world.setVersioning('Enabled');
  await world.put('song', 'during');
  expect(await world.read('song', 'null')).toBe('before');
  await world.setVersioning('Suspended');
  const { VersionId } = await world.put('song', 'after');

  expect(VersionId).toBe('null');
  expect(await world.read('song', 'null')).toBe('after');
  expect((await listVersions()).Versions).toHaveLength(2);
});

test('versions are listed newest first, and pages put together are the whole list', async () => {
  await world.setVersioning('Enabled');
  for (const key of ['a', 'a', 'song', 'song', 'z']) await world.put(key);
  await remove();
  const whole = await listVersions();
  expect(whole.Versions?.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
    ['a', true],
    ['a', false],
    ['song', false],
    ['song', false],
    ['z', true],
  ]);
  expect(whole.DeleteMarkers).toMatchObject([{ Key: 'song', IsLatest: true }]);

  const seen: (string | undefined)[] = [];
  let markers: object | undefined = {};
  while (markers) {
    const page: Awaited<ReturnType<typeof listVersions>> = await listVersions({ MaxKeys: 2, ...markers });
    seen.push(...[...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ VersionId }) => VersionId));
    markers = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  expect(new Set(seen).size).toBe(6);
  expect(seen).toHaveLength(6);
});

test('a bucket with nothing but old versions is not empty', async () => {
  await world.setVersioning('Enabled');
  const { VersionId = '' } = await world.put('song');
  const marker = await remove();
  const removeBucket = () => world.client.send(new DeleteBucketCommand({ Bucket: bucket }));

  await expect(removeBucket()).rejects.toMatchObject({ name: 'BucketNotEmpty' });
  await remove(VersionId);
  await remove(marker.VersionId);
  await expect(removeBucket()).resolves.toBeDefined();
});

test('versions survive a restart', async () => {
  await world.setVersioning('Enabled');
  const { VersionId } = await world.put('song', 'one');
  await world.put('song', 'two');
  const { client } = world.restart();

  const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'song', VersionId }));
  expect(await found.Body?.transformToString()).toBe('one');
});
