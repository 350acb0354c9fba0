import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { decodeListen, encodeListen } from '../../../functions/listens/codec.ts';
import { base64, listen, testNowMs } from '../../support/listen-builders.ts';

const event = listen({ album: 'North Quay', isrc: 'DEA442600017', durationMs: 201_000, providerTrackId: '4uLU6h' });
const encode = (value: unknown) => base64(JSON.stringify(value));
const refusalOf = (data: string) => {
  const decoded = decodeListen(data, testNowMs);
  return decoded.ok ? 'none' : decoded.error;
};

test('what the normaliser makes comes back from the log as it was', () => {
  const property = fc.property(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    fc.date({ min: new Date('2000-01-01'), max: new Date(testNowMs), noInvalidDate: true }),
    fc.constantFrom('exact' as const, 'inferred' as const, 'day' as const),
    (title, listenedAt, timeQuality) => {
      fc.pre(title.trim() !== '');
      const published = listen({ title, listenedAtMs: listenedAt.getTime(), timeQuality });
      const data = Buffer.from(encodeListen(published)).toString('base64');
      expect(decodeListen(data, testNowMs)).toEqual({ ok: true, value: published });
    },
  );
  fc.assert(property);
});

test('fields that this version does not know are left out', () => {
  expect(decodeListen(encode({ ...event, mood: 'calm' }), testNowMs)).toEqual({ ok: true, value: event });
});

describe('poison is refused with its reason', () => {
  test.each([
    ['not base64', '{"schema_version":1}', 'not-base64'],
    ['no data at all', '', 'not-json'],
    ['broken UTF-8', Buffer.from([0x7b, 0xff, 0xfe]).toString('base64'), 'not-utf8'],
    ['text that is no JSON', base64('{"schema_version":1'), 'not-json'],
    ['JSON that is no object', base64('[1]'), 'not-an-object'],
    ['null', base64('null'), 'not-an-object'],
    ['a newer schema version', encode({ ...event, schema_version: 2 }), 'unknown-version'],
    ['no schema version', encode({ ...event, schema_version: undefined }), 'field-invalid'],
    ['a schema version that is text', encode({ ...event, schema_version: '1' }), 'field-invalid'],
  ])('%s', (_what, data, reason) => {
    expect(refusalOf(data)).toMatchObject({ reason });
  });

  test.each([
    ['event_id', 'E'.repeat(64)],
    ['event_id', undefined],
    ['user_id', ''],
    ['user_id', 'mara#2026'],
    ['user_id', 7],
    ['provider', 'tape'],
    ['listened_at', '2026-11-20T08:15:30Z'],
    ['listened_at', '2026-02-30T08:15:30.000Z'],
    ['listened_at', '2026-11-20T23:59:60.000Z'],
    ['listened_at', '+012026-11-20T08:15:30.000Z'],
    ['listened_at', 1_780_000_000_000],
    ['time_quality', 'about'],
    ['song_id', 'abc'],
    ['identity_version', 0],
    ['identity_version', 256],
    ['identity_version', 1.5],
    ['title', ''],
    ['title', 'x'.repeat(2_001)],
    ['title', '\uD800'],
    ['artist', null],
    ['album', ''],
    ['isrc', 'de-a44-26-00017'],
    ['duration_ms', -1],
    ['duration_ms', 1.5],
    ['provider_track_id', 4],
  ])('%s of %j', (name, value) => {
    expect(refusalOf(encode({ ...event, [name]: value }))).toMatchObject({
      reason: 'field-invalid',
      detail: expect.stringContaining(`${name} must be`),
    });
  });

  test('a huge value is quoted in part only', () => {
    const refusal = refusalOf(encode({ ...event, title: 'x'.repeat(100_000) }));
    expect(JSON.stringify(refusal).length).toBeLessThan(300);
  });
});

describe('a listen ahead of the clock', () => {
  const aheadBy = (aheadMs: number) => {
    const decoded = decodeListen(encode(listen({ listenedAtMs: testNowMs + aheadMs })), testNowMs);
    return decoded.ok ? 'a listen' : decoded.error.reason;
  };

  test('is taken up to a day and poison beyond', () => {
    expect([aheadBy(86_400_000), aheadBy(86_400_001)]).toEqual(['a listen', 'in-the-future']);
  });
});

test('whatever the bytes are, decoding gives a value or a refusal and never throws', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 64 }), fc.anything(), (bytes, value) => {
    decodeListen(Buffer.from(bytes).toString('base64'), testNowMs);
    decodeListen(base64(fc.stringify(bytes)), testNowMs);
    decodeListen(
      base64(JSON.stringify({ ...event, title: value }, (_, part) => (typeof part === 'bigint' ? 0 : part))),
      testNowMs,
    );
  });
  fc.assert(property);
});
