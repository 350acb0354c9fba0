import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';

import {
  beginningOf,
  encodeKey,
  encodePart,
  type KeyPart,
  nextAfter,
  rangeOf,
  segmentRange,
  successorOf,
} from '../../../../../localstack/services/dynamodb/store/key-bytes.ts';
import { compareValues } from '../../../../../localstack/services/dynamodb/values/compare.ts';
import { canonicalNumber } from '../../../../../localstack/services/dynamodb/values/decimal.ts';

const numberText = fc
  .record({ whole: fc.bigInt({ min: -(10n ** 37n), max: 10n ** 37n }), power: fc.integer({ min: -100, max: 80 }) })
  .map(({ whole, power }) => canonicalNumber(`${whole}e${power}`));
const smallNumber = fc.integer({ min: -12, max: 12 }).map((each) => canonicalNumber(`${each}e-1`));
const number = fc.oneof(numberText, smallNumber).map((text): KeyPart => ({ type: 'N', text }));
const string = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.string({ unit: fc.constantFrom('a', '\0', '\x01', 'ÿ'), minLength: 1 }),
  )
  .map((text): KeyPart => ({ type: 'S', text }));
const binary = fc
  .uint8Array({ minLength: 1, max: 3 })
  .map((bytes): KeyPart => ({ type: 'B', text: Buffer.from(bytes).toString('base64') }));

const valueOf = ({ type, text }: KeyPart) => ({ [type]: text }) as never;

describe.each([
  ['numbers', number],
  ['strings', string],
  ['binary', binary],
])('%s', (_, part) => {
  test('sort as bytes as they do as values', () => {
    fc.assert(
      fc.property(part, part, (left, right) => {
        const order = Buffer.compare(encodePart(left), encodePart(right));
        expect(order).toBe(Math.sign(compareValues(valueOf(left), valueOf(right)) ?? Number.NaN));
      }),
      { numRuns: 500 },
    );
  });

  test('are prefix-free, so that one key never begins another', () => {
    fc.assert(
      fc.property(part, part, (left, right) => {
        fc.pre(left.text !== right.text);
        const [a, b] = [encodePart(left), encodePart(right)];
        expect(b.subarray(0, a.length).equals(a)).toBe(false);
      }),
    );
  });
});

test('exactly the strings that begin with a prefix are in its range', () => {
  fc.assert(
    fc.property(string, string, (part, prefix) => {
      const { from, to } = rangeOf(beginningOf(prefix));
      const bytes = encodePart(part);
      const isInside = Buffer.compare(bytes, from) >= 0 && Buffer.compare(bytes, to) < 0;
      expect(isInside).toBe(
        Buffer.from(part.text).subarray(0, Buffer.byteLength(prefix.text)).equals(Buffer.from(prefix.text)),
      );
    }),
    { numRuns: 500 },
  );
});

test('a successor is above all that begins with the prefix and nothing else', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 4 }).map((each) => Buffer.from(each));
  fc.assert(
    fc.property(bytes, bytes, (prefix, key) => {
      fc.pre(!prefix.every((byte) => byte === 0xff));
      const isBelow = Buffer.compare(key, successorOf(prefix)) < 0;
      expect(isBelow).toBe(key.subarray(0, prefix.length).equals(prefix) || Buffer.compare(key, prefix) < 0);
    }),
  );
  expect(Buffer.compare(nextAfter(Buffer.of(1)), Buffer.of(1, 0))).toBe(0);
});

test('every key lies in exactly one segment', () => {
  fc.assert(
    fc.property(string, fc.integer({ min: 1, max: 50 }), (part, segmentCount) => {
      const key = encodeKey(part);
      const homes = Array.from({ length: segmentCount }, (_, segment) => segmentRange(segment, segmentCount)).filter(
        ({ from, to }) => Buffer.compare(key, from) >= 0 && Buffer.compare(key, to) < 0,
      );
      expect(homes).toHaveLength(1);
    }),
  );
});
