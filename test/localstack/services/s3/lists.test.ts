import { ListObjectsCommand, ListObjectsV2Command, type ListObjectsV2CommandInput } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { keyAfterPrefix } from '../../../../localstack/services/s3/key-listing.ts';
import { bucket, s3World, type S3World } from './s3-world.ts';

let world: S3World;
beforeEach(async () => {
  world = s3World();
  await world.makeBucket();
});
afterEach(() => world.close());

const list = (input: Partial<ListObjectsV2CommandInput> = {}) =>
  world.client.send(new ListObjectsV2Command({ Bucket: bucket, ...input }));

/** What a person would call the content of a folder: keys, and folders with their slash. */
async function namesOf(input: Partial<ListObjectsV2CommandInput>) {
  const { Contents = [], CommonPrefixes = [] } = await list(input);
  return [...Contents.map(({ Key }) => Key), ...CommonPrefixes.map(({ Prefix }) => Prefix)];
}

test('keys come in the order of their UTF-8 bytes', async () => {
  const keys = ['b', 'a', 'B', 'é', '\u{1f3b5}', '\uff5e', 'a/b', 'a.b'];
  for (const key of keys) await world.put(key);

  const inOrder = keys.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(await world.keys()).toEqual(inOrder);
});

test('a prefix chooses keys, and a delimiter rolls up those below', async () => {
  for (const key of ['a/1', 'a/2', 'a/b/3', 'ab', 'b/4']) await world.put(key);

  expect(await namesOf({ Prefix: 'a' })).toEqual(['a/1', 'a/2', 'a/b/3', 'ab']);
  expect(await namesOf({ Delimiter: '/' })).toEqual(['ab', 'a/', 'b/']);
  expect(await namesOf({ Prefix: 'a/', Delimiter: '/' })).toEqual(['a/1', 'a/2', 'a/b/']);
  expect(await namesOf({ Prefix: 'none' })).toEqual([]);
});

test('pages of any size, put together, are the whole list', async () => {
  for (const key of ['a', 'b/1', 'b/2', 'c', 'd/e/1', 'd/f', 'é']) await world.put(key);
  const whole = await list({ Delimiter: '/' });
  const all = [...(whole.Contents ?? []), ...(whole.CommonPrefixes ?? [])].length;

  for (const MaxKeys of [1, 2, 3, 5]) {
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await list({ Delimiter: '/', MaxKeys, ...(ContinuationToken && { ContinuationToken }) });
      expect(page.KeyCount).toBeLessThanOrEqual(MaxKeys);
      seen.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map((c) => c.Prefix));
      ContinuationToken = page.NextContinuationToken;
      expect(page.IsTruncated).toBe(ContinuationToken !== undefined);
    } while (ContinuationToken !== undefined);
    expect(seen).toHaveLength(all);
    expect(new Set(seen).size).toBe(all);
  }
});

test('a list can start after a key, and no page is longer than 1,000', async () => {
  for (const key of ['a', 'b', 'c']) await world.put(key);

  expect(await namesOf({ StartAfter: 'a' })).toEqual(['b', 'c']);
  expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
  expect((await list({ MaxKeys: 5000 })).KeyCount).toBe(3);
});

test('keys are percent-encoded when the client asks for it', async () => {
  await world.put('a b/é');

  expect(await namesOf({ EncodingType: 'url' })).toEqual(['a%20b/%C3%A9']);
});

test('a token that is not ours is refused', async () => {
  await expect(list({ ContinuationToken: 'x' })).rejects.toMatchObject({ name: 'InvalidArgument' });
});

test('the first version of the list goes on after a marker', async () => {
  for (const key of ['a/1', 'a/2', 'b']) await world.put(key);
  const first = await world.client.send(new ListObjectsCommand({ Bucket: bucket, Delimiter: '/', MaxKeys: 1 }));
  const second = await world.client.send(
    new ListObjectsCommand({ Bucket: bucket, Delimiter: '/', Marker: first.NextMarker }),
  );

  expect(first).toMatchObject({ IsTruncated: true, NextMarker: 'a/' });
  expect(second.Contents?.map(({ Key }) => Key)).toEqual(['b']);
});

test('the key after a prefix comes after every key under it and before every key beyond it', () => {
  const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(text, text, (prefix, other) => {
      const after = keyAfterPrefix(prefix);
      if (after === undefined) return;
      expect(compare(prefix + other, after)).toBeLessThan(0);
      const isBeyond = compare(other, prefix) > 0 && !other.startsWith(prefix);
      expect(isBeyond ? compare(other, after) : 0).toBeGreaterThanOrEqual(0);
    }),
    { seed: 1 },
  );
});
