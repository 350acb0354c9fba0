import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { checksumOf } from '../../../../localstack/services/s3/checksums.ts';
import { addressOf } from '../../../../localstack/services/s3/rest-xml/address.ts';
import { bucket, s3World, type S3World } from './s3-world.ts';

let world: S3World;
beforeEach(async () => {
  world = s3World();
  await world.makeBucket();
  await world.put('song', 'hello');
});
afterEach(() => world.close());

describe('addresses', () => {
  test.each([
    ['127.0.0.1:4566', '/crate/a/b', { bucket: 'crate', key: 'a/b' }],
    ['localhost:4566', '/crate', { bucket: 'crate' }],
    ['localhost:4566', '/crate/', { bucket: 'crate' }],
    ['localhost:4566', '/', {}],
    ['localhost:4566', '/crate//a%2Fb', { bucket: 'crate', key: '/a/b' }],
    ['crate.localhost:4566', '/a/b', { bucket: 'crate', key: 'a/b' }],
    ['crate.localhost:4566', '/', { bucket: 'crate' }],
    ['my.crate.s3.us-east-1.amazonaws.com', '/a', { bucket: 'my.crate', key: 'a' }],
    ['crate.s3.localhost:4566', '/a', { bucket: 'crate', key: 'a' }],
    ['s3.us-east-1.localhost:4566', '/crate/a', { bucket: 'crate', key: 'a' }],
    ['s3.us-east-1.amazonaws.com', '/crate/a', { bucket: 'crate', key: 'a' }],
  ])('%s%s is %o', (host, path, address) => {
    expect(addressOf({ headers: { host }, path })).toEqual(address);
  });
});

describe('presigned URLs', () => {
  const sign = (date: string, expires: string | number) =>
    `/crate/song?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test%2F20261120%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=${date}&X-Amz-Expires=${expires}&X-Amz-SignedHeaders=host&X-Amz-Signature=abc&x-id=GetObject`;

  test('one is good to the last second and not after it', async () => {
    const target = sign('20261120T120000Z', 60);
    await world.clock.advance(60_000);
    expect(await world.request('GET', target)).toMatchObject({ statusCode: 200, text: 'hello' });

    await world.clock.advance(1);
    const expired = await world.request('GET', target);
    expect(expired.statusCode).toBe(403);
    expect(expired.text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
  });

  test('one of the older kind expires too', async () => {
    const target = `/crate/song?AWSAccessKeyId=test&Signature=abc&Expires=${world.clock.nowMs() / 1000 + 60}`;
    expect((await world.request('GET', target)).text).toBe('hello');

    await world.clock.advance(61_000);
    expect((await world.request('GET', target)).statusCode).toBe(403);
  });

  test.each([
    ['20261120T120000Z', 604_801, 'less than a week'],
    ['20261120T120000Z', 'soon', 'should be a number'],
    ['20261120T120000Z', -1, 'must be non-negative'],
    ['today', 60, 'X-Amz-Date must be in the ISO8601 Long Format'],
  ])('signed at %s for %s seconds is refused', async (date, expires, message) => {
    const answer = await world.request('GET', sign(date, expires));

    expect(answer.statusCode).toBe(400);
    expect(answer.text).toContain('AuthorizationQueryParametersError');
    expect(answer.text).toContain(message);
  });

  test('headers that the signer moved into the query count as headers', async () => {
    const target = `${sign('20261120T120000Z', 60).replace('song', 'new')}&x-amz-meta-artist=Ada`;
    await world.request('PUT', target, { body: 'hello' });

    expect((await world.request('HEAD', '/crate/new')).headers).toMatchObject({ 'x-amz-meta-artist': 'Ada' });
    const wrong = await world.request('PUT', `${target}&x-amz-checksum-crc32=AAAAAA%3D%3D`, { body: 'hello' });
    expect(wrong.text).toContain('<Code>BadDigest</Code>');
  });
});

describe('bodies in chunks', () => {
  test('signed chunks with a trailer are read, and other codings stay', async () => {
    const headers = {
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '5',
      'content-encoding': 'aws-chunked,gzip',
    };
    const body = `3;chunk-signature=a\r\nhel\r\n2;chunk-signature=b\r\nlo\r\n0;chunk-signature=c\r\nx-amz-checksum-crc32:NhCmhg==\r\nx-amz-trailer-signature:d\r\n\r\n`;
    expect((await world.request('PUT', '/crate/new', { headers, body })).statusCode).toBe(200);

    expect((await world.request('GET', '/crate/new')).text).toBe('hello');
    expect((await world.request('HEAD', '/crate/new')).headers).toMatchObject({ 'content-encoding': 'gzip' });
  });

  test('a trailer that is not the checksum of the body is refused', async () => {
    const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' };
    const body = `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n`;

    expect((await world.request('PUT', '/crate/new', { headers, body })).text).toContain('<Code>BadDigest</Code>');
  });
});

test('a path that is not UTF-8 and a hash of another body are refused', async () => {
  expect((await world.request('GET', '/crate/%ff')).statusCode).toBe(400);
  const headers = { 'x-amz-content-sha256': '0'.repeat(64) };
  expect((await world.request('PUT', '/crate/new', { headers, body: 'hello' })).text).toContain(
    'XAmzContentSHA256Mismatch',
  );
});

test('an error says what it is about, and to HEAD only by its status', async () => {
  const answer = await world.request('GET', '/none/song');

  expect(answer).toMatchObject({ statusCode: 404, headers: { 'content-type': 'application/xml' } });
  expect(answer.text).toContain('<BucketName>none</BucketName><RequestId>request-1</RequestId>');
  expect(await world.request('HEAD', `/${bucket}/none`)).toMatchObject({ statusCode: 404, body: '' });
});

// The check values of the catalogue of CRCs, https://reveng.sourceforge.io/crc-catalogue/all.htm, for "123456789".
test.each([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
] as const)('the %s of "123456789" is %s', (algorithm, hex) => {
  expect(Buffer.from(checksumOf(algorithm, Buffer.from('123456789')), 'base64').toString('hex')).toBe(hex);
});
