import { readdirSync } from 'node:fs';

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { checksumOf } from '../../../../localstack/services/s3/checksums.ts';
import { bucket, s3World, type S3World } from './s3-world.ts';

let world: S3World;
beforeEach(async () => {
  world = s3World();
  await world.makeBucket();
});
afterEach(() => world.close());

const name = { Bucket: bucket, Key: 'album' };
const large = Buffer.alloc(5 * 1024 * 1024, 'la');
const small = Buffer.from('the end');

async function begin(others: object = {}) {
  const { UploadId = '' } = await world.client.send(
    new CreateMultipartUploadCommand({ ...name, ContentType: 'audio/flac', ...others }),
  );
  return UploadId;
}

async function upload(UploadId: string, PartNumber: number, Body: Buffer): Promise<CompletedPart> {
  const { ETag, ChecksumCRC32 } = await world.client.send(
    new UploadPartCommand({ ...name, UploadId, PartNumber, Body }),
  );
  return { PartNumber, ETag, ...(ChecksumCRC32 !== undefined && { ChecksumCRC32 }) };
}

const complete = (UploadId: string, Parts: CompletedPart[], others: object = {}) =>
  world.client.send(new CompleteMultipartUploadCommand({ ...name, UploadId, MultipartUpload: { Parts }, ...others }));

test('parts, sent in any order, become one object with a tag of their tags', async () => {
  const UploadId = await begin();
  const second = await upload(UploadId, 2, small);
  const first = await upload(UploadId, 1, large);
  const { ETag } = await complete(UploadId, [first, second]);
  const { Body, ...found } = await world.client.send(new GetObjectCommand({ ...name, Range: 'bytes=-9' }));

  expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/u);
  expect(await Body?.transformToString()).toBe('lathe end');
  expect(found).toMatchObject({ ETag, ContentType: 'audio/flac', ContentRange: 'bytes 5242878-5242886/5242887' });
  expect(readdirSync(world.state.subfolder('s3'))).toHaveLength(1);
});

test('the object has a checksum of checksums, or of all bytes, as was asked for', async () => {
  const composite = await begin({ ChecksumAlgorithm: 'CRC32' });
  const parts = [await upload(composite, 1, large), await upload(composite, 2, small)];
  await complete(composite, parts);
  const checksumOfParts = Buffer.concat(parts.map(({ ChecksumCRC32 = '' }) => Buffer.from(ChecksumCRC32, 'base64')));
  const read = () => world.client.send(new GetObjectCommand({ ...name, ChecksumMode: 'ENABLED' }));
  expect(await read()).toMatchObject({
    ChecksumCRC32: `${checksumOf('CRC32', checksumOfParts)}-2`,
    ChecksumType: 'COMPOSITE',
  });

  const whole = await begin({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
  await complete(whole, [await upload(whole, 1, large), await upload(whole, 2, small)]);
  expect(await read()).toMatchObject({
    ChecksumCRC32: checksumOf('CRC32', Buffer.concat([large, small])),
    ChecksumType: 'FULL_OBJECT',
  });
});

test('a list of parts that is not so, not in order, or has a small one in the middle is refused', async () => {
  const UploadId = await begin();
  const first = await upload(UploadId, 1, small);
  const second = await upload(UploadId, 2, small);

  await expect(complete(UploadId, [first, { PartNumber: 3, ETag: first.ETag }])).rejects.toMatchObject({
    name: 'InvalidPart',
  });
  await expect(complete(UploadId, [{ PartNumber: 1, ETag: '"x"' }])).rejects.toMatchObject({ name: 'InvalidPart' });
  await expect(complete(UploadId, [second, first])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
  await expect(complete(UploadId, [first, second])).rejects.toMatchObject({ name: 'EntityTooSmall' });
  expect(await world.keys()).toEqual([]);
});

test('a whole that is not what the client says it is is refused, and the upload goes on', async () => {
  const UploadId = await begin();
  const parts = [await upload(UploadId, 1, small)];

  await expect(complete(UploadId, parts, { MpuObjectSize: 8 })).rejects.toMatchObject({ name: 'BadDigest' });
  await expect(complete(UploadId, parts, { MpuObjectSize: 7 })).resolves.toBeDefined();
});

test('an upload and its parts are listed until it is aborted, and then leave nothing behind', async () => {
  const UploadId = await begin();
  await upload(UploadId, 1, small);
  await upload(UploadId, 1, Buffer.from('again'));
  await upload(UploadId, 7, small);
  const parts = await world.client.send(new ListPartsCommand({ ...name, UploadId, MaxParts: 1 }));
  const uploads = await world.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));

  expect(parts).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '1', Parts: [{ PartNumber: 1, Size: 5 }] });
  expect(uploads.Uploads).toMatchObject([{ Key: 'album', UploadId }]);

  await world.client.send(new AbortMultipartUploadCommand({ ...name, UploadId }));
  await expect(upload(UploadId, 2, small)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  expect(readdirSync(world.state.subfolder('s3'))).toEqual([]);
});

test('a part can be copied from a range of an object', async () => {
  await world.put('song', 'hello');
  const UploadId = await begin();
  const source = { ...name, UploadId, PartNumber: 1, CopySource: `${bucket}/song` };
  const copied = await world.client.send(new UploadPartCopyCommand({ ...source, CopySourceRange: 'bytes=1-3' }));
  await complete(UploadId, [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }]);

  expect(await world.read('album')).toBe('ell');
  const beyond = new UploadPartCopyCommand({ ...source, CopySourceRange: 'bytes=1-5' });
  await expect(world.client.send(beyond)).rejects.toMatchObject({ name: 'NoSuchUpload' });
});

test('an upload survives a restart', async () => {
  const UploadId = await begin();
  const part = await upload(UploadId, 1, small);
  const { client } = world.restart();
  await client.send(new CompleteMultipartUploadCommand({ ...name, UploadId, MultipartUpload: { Parts: [part] } }));

  expect(await world.read('album')).toBe('the end');
});
