import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { bucket, readText, s3World, type S3World } from './s3-world.ts';

let world: S3World;
beforeEach(async () => {
  world = s3World();
  await world.makeBucket();
});
afterEach(() => world.close());

const get = (input: Partial<ConstructorParameters<typeof GetObjectCommand>[0]>) =>
  world.client.send(new GetObjectCommand({ Bucket: bucket, Key: 'song', ...input }));
const head = (Key = 'song') => world.client.send(new HeadObjectCommand({ Bucket: bucket, Key }));

describe('PutObject', () => {
  test('an object comes back with its bytes, its type, its metadata and the MD5 of its bytes as its tag', async () => {
    const put = await world.put('song', 'hello', {
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      Metadata: { artist: 'Ada' },
    });
    const { Body, ...found } = await get({});

    expect(await Body?.transformToString()).toBe('hello');
    expect(put.ETag).toBe('"5d41402abc4b2a76b9719d911017c592"');
    expect(found).toMatchObject({
      ETag: put.ETag,
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ContentLength: 5,
      Metadata: { artist: 'Ada' },
      LastModified: new Date('2026-11-20T12:00:00Z'),
      ServerSideEncryption: 'AES256',
    });
  });

  test('keys with every kind of character are different objects', async () => {
    const keys = ['a b', 'a+b', 'a%20b', 'é/ü', '/first', 'a//b', 'a/./b', '🎵', '<&>', 'a?b', 'a#b'];
    for (const key of keys) await world.put(key);

    for (const key of keys) expect(await world.read(key)).toBe(key);
  });

  test('a second put takes the place of the first, and its bytes leave the disk', async () => {
    await world.put('song', 'one');
    await world.put('song', 'two');

    expect(await world.read('song')).toBe('two');
    expect(readdirSync(world.state.subfolder('s3'))).toHaveLength(1);
  });

  test('a body in chunks with its checksum at the end is the body without the chunks', async () => {
    const body = Readable.from([Buffer.from('hel'), Buffer.from('lo')]);
    await world.client.send(new PutObjectCommand({ Bucket: bucket, Key: 'song', Body: body, ContentLength: 5 }));

    expect(await world.read('song')).toBe('hello');
    expect((await get({ ChecksumMode: 'ENABLED' })).ChecksumCRC32).toBe('NhCmhg==');
    expect((await head()).ContentEncoding).toBeUndefined();
  });

  test('a body that is not what its checksum says is refused and nothing is stored', async () => {
    const wrong = { 'x-amz-checksum-crc32': 'AAAAAA==' };
    const answer = await world.request('PUT', '/crate/song', { headers: wrong, body: 'hello' });
    const wrongMd5 = { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' };

    expect(answer.text).toContain('<Code>BadDigest</Code>');
    expect((await world.request('PUT', '/crate/song', { headers: wrongMd5, body: 'hello' })).text).toContain(
      'The Content-MD5 you specified did not match what we received.',
    );
    expect(await world.keys()).toEqual([]);
  });

  test('a body that ends before its last chunk is refused', async () => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    const answer = await world.request('PUT', '/crate/song', { headers, body: '5\r\nhello' });

    expect(answer).toMatchObject({ statusCode: 400 });
    expect(answer.text).toContain('IncompleteBody');
  });

  test('of two writers that want to be the first, one is refused', async () => {
    await world.put('song', 'one', { IfNoneMatch: '*' });

    await expect(world.put('song', 'two', { IfNoneMatch: '*' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(world.put('song', 'two', { IfMatch: '"other"' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    await expect(world.put('none', 'two', { IfMatch: '"other"' })).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await world.read('song')).toBe('one');
  });

  test('access lists are refused, as by every new bucket, but for those that grant nothing', async () => {
    await expect(world.put('song', 'one', { ACL: 'public-read' })).rejects.toMatchObject({
      name: 'AccessControlListNotSupported',
    });
    await expect(world.put('song', 'one', { ACL: 'private' })).resolves.toBeDefined();
  });

  test('a key longer than 1,024 bytes is refused', async () => {
    await expect(world.put('é'.repeat(513))).rejects.toMatchObject({ name: 'KeyTooLongError' });
  });
});

describe('GetObject', () => {
  test.each([
    ['bytes=1-3', 'ell', 'bytes 1-3/5'],
    ['bytes=3-', 'lo', 'bytes 3-4/5'],
    ['bytes=-2', 'lo', 'bytes 3-4/5'],
    ['bytes=0-99', 'hello', 'bytes 0-4/5'],
  ])('the range %s is %s', async (Range, text, ContentRange) => {
    await world.put('song', 'hello');
    const { Body, ...found } = await get({ Range });

    expect(await Body?.transformToString()).toBe(text);
    expect(found).toMatchObject({ ContentRange, ContentLength: text.length });
    expect(found.$metadata.httpStatusCode).toBe(206);
  });

  test('a range past the end is refused, and one that cannot be read is the whole object', async () => {
    await world.put('song', 'hello');

    await expect(get({ Range: 'bytes=5-' })).rejects.toMatchObject({ name: 'InvalidRange' });
    expect((await get({ Range: 'bytes=3-1' })).ContentLength).toBe(5);
    expect((await get({ Range: 'bytes=0-1,3-4' })).ContentLength).toBe(5);
  });

  test('conditions are answered with 304 and 412', async () => {
    const { ETag = '' } = await world.put('song', 'hello');
    const notModified = { $metadata: { httpStatusCode: 304 } };
    const failed = { name: 'PreconditionFailed' };

    await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject(notModified);
    await expect(get({ IfModifiedSince: new Date('2026-11-20T12:00:00Z') })).rejects.toMatchObject(notModified);
    await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject(failed);
    await expect(get({ IfUnmodifiedSince: new Date('2026-11-20T11:59:59Z') })).rejects.toMatchObject(failed);
    await expect(get({ IfMatch: ETag, IfUnmodifiedSince: new Date('2026-11-20T11:00:00Z') })).resolves.toBeDefined();
    await expect(get({ IfNoneMatch: '"other"' })).resolves.toBeDefined();
  });

  test('the answer’s headers can be asked for', async () => {
    await world.put('song', 'hello');

    expect(await get({ ResponseContentDisposition: 'attachment', ResponseContentType: 'audio/mpeg' })).toMatchObject({
      ContentDisposition: 'attachment',
      ContentType: 'audio/mpeg',
    });
  });

  test('what is not there is NoSuchKey, with its key', async () => {
    await expect(get({ Key: 'none' })).rejects.toMatchObject({ name: 'NoSuchKey', Key: 'none' });
    await expect(head('none')).rejects.toMatchObject({ name: 'NotFound' });
  });

  test('a large object comes in pieces, and to its end even when it is deleted meanwhile', async () => {
    const bytes = Buffer.alloc(3 * 1024 * 1024, 'abc');
    await world.put('song', bytes);
    const { Body } = await world.call('s3', 'GetObject', { Bucket: bucket, Key: 'song' });
    await world.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'song' }));

    const pieces: Uint8Array[] = [];
    for await (const piece of Body as AsyncIterable<Uint8Array>) pieces.push(piece);

    expect(pieces.length).toBeGreaterThan(1);
    expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  });

  test('HEAD answers the length of the object, not of its own body', async () => {
    await world.put('song', 'hello');

    expect(await head()).toMatchObject({ ContentLength: 5 });
    expect(typeof (await world.request('HEAD', '/crate/song')).body).not.toBe('string');
  });
});

describe('DeleteObject and DeleteObjects', () => {
  test('a deleted object is gone, from the disk too, and may be deleted again', async () => {
    await world.put('song');
    const remove = () => world.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'song' }));
    await remove();

    await expect(remove()).resolves.toBeDefined();
    await expect(get({})).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(readdirSync(world.state.subfolder('s3'))).toEqual([]);
  });

  test('many are deleted at once, and each is reported unless it is to be quiet', async () => {
    for (const key of ['a', 'b', 'c']) await world.put(key);
    const remove = (keys: string[], Quiet: boolean) =>
      world.client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet } }),
      );

    expect((await remove(['a', 'none'], false)).Deleted).toEqual([{ Key: 'a' }, { Key: 'none' }]);
    expect((await remove(['b'], true)).Deleted).toBeUndefined();
    expect(await world.keys()).toEqual(['c']);
  });
});

describe('CopyObject', () => {
  const copy = (Key: string, others: Partial<ConstructorParameters<typeof CopyObjectCommand>[0]> = {}) =>
    world.client.send(new CopyObjectCommand({ Bucket: bucket, Key, CopySource: `${bucket}/song%20one`, ...others }));

  test('a copy has the bytes and the metadata of its source, and outlives it', async () => {
    await world.put('song one', 'hello', { Metadata: { artist: 'Ada' }, ContentType: 'text/plain', Tagging: 'a=b' });
    await copy('copy');
    await world.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'song one' }));

    expect(await world.read('copy')).toBe('hello');
    expect(await head('copy')).toMatchObject({ Metadata: { artist: 'Ada' }, ContentType: 'text/plain' });
    const tags = await world.client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: 'copy' }));
    expect(tags.TagSet).toEqual([{ Key: 'a', Value: 'b' }]);
  });

  test('metadata can be replaced on the way, and has to be when an object is copied onto itself', async () => {
    await world.put('song one', 'hello', { Metadata: { artist: 'Ada' } });

    await expect(copy('song one')).rejects.toMatchObject({ name: 'InvalidRequest' });
    await copy('song one', { MetadataDirective: 'REPLACE', Metadata: { artist: 'Bob' } });
    expect((await head('song one')).Metadata).toEqual({ artist: 'Bob' });
    expect(await world.read('song one')).toBe('hello');
  });

  test('a condition on the source holds or nothing is copied', async () => {
    const { ETag } = await world.put('song one', 'hello');

    await expect(copy('copy', { CopySourceIfNoneMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(await world.keys()).toEqual(['song one']);
  });
});

describe('what S3 does not know', () => {
  test.each([
    ['PUT', '/crate/song?acl', {}],
    ['PUT', '/crate/song?retention', {}],
    ['DELETE', '/crate/song?unheard-of', {}],
    ['GET', '/crate/song?torrent', {}],
    ['PUT', '/crate?notification', {}],
    ['POST', '/crate', {}],
    ['PUT', '/crate/song', { 'x-amz-object-lock-mode': 'GOVERNANCE' }],
    ['PUT', '/crate/song', { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' }],
    ['PUT', '/crate/song', { 'x-amz-storage-class': 'GLACIER' }],
  ])('%s %s with %o is NotImplemented and leaves the object alone', async (method, target, headers) => {
    await world.put('song', 'precious');
    const answer = await world.request(method, target, { headers, body: 'other' });

    expect(answer.statusCode).toBe(501);
    expect(answer.text).toContain('<Code>NotImplemented</Code>');
    expect(await world.read('song')).toBe('precious');
  });

  test('tags change nothing but the tags', async () => {
    await world.put('song', 'precious');
    const Tagging = { TagSet: [{ Key: 'mood', Value: 'blue' }] };
    await world.client.send(new PutObjectTaggingCommand({ Bucket: bucket, Key: 'song', Tagging }));

    expect(await world.read('song')).toBe('precious');
    expect((await world.client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: 'song' }))).TagSet).toEqual(
      Tagging.TagSet,
    );
  });
});

describe('a restart', () => {
  test('everything is still there, and a half-written body is not', async () => {
    await world.put('song', 'hello', { Metadata: { artist: 'Ada' } });
    const folder = world.state.subfolder('s3');
    // What a kill in the middle of a PutObject leaves: a number that was given, and a file that no row names.
    world.state.database('s3').exec('INSERT INTO bodies (id) VALUES (77)');
    writeFileSync(join(folder, '77.body'), 'half');

    const { client } = world.restart();

    expect(await readText(client, 'song')).toBe('hello');
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

test('neighbours in the cloud read an object through the door', async () => {
  await world.put('code.zip', 'bytes');

  expect(world.door.read(bucket, 'code.zip').toString()).toBe('bytes');
  expect(() => world.door.read(bucket, 'none')).toThrow('The specified key does not exist.');
});
