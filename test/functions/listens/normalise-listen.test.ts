import { createHash } from 'node:crypto';

import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { lengthPrefixed } from '../../../functions/listens/domain/length-prefixed.ts';
import { eventIdOf } from '../../../functions/listens/event-id.ts';
import { normaliseListen } from '../../../functions/listens/normalise-listen.ts';
import type { ProviderPlay } from '../../../functions/listens/normalise-listen.ts';
import { listen } from '../../support/listen-builders.ts';

const play: ProviderPlay = {
  listenedAtMs: Date.parse('2026-11-20T08:15:30.123Z'),
  timeQuality: 'exact',
  title: 'Harbour Lights',
  artist: 'The Tidewaters',
  providerKey: 'k1',
};

test('a play becomes an event of the log with every field in its form', () => {
  const normalised = normaliseListen('mara', 'spotify', {
    ...play,
    title: '  Harbour Lights ',
    album: 'North Quay',
    isrc: 'de-a44-26-00017',
    durationMs: 201_000.4,
    providerTrackId: 'k1',
  });

  expect(normalised).toEqual({
    ok: true,
    value: {
      schema_version: 1,
      event_id: createHash('sha256').update(`2:v14:mara7:spotify13:${play.listenedAtMs}2:k1`).digest('hex'),
      user_id: 'mara',
      provider: 'spotify',
      listened_at: '2026-11-20T08:15:30.123Z',
      time_quality: 'exact',
      song_id: createHash('sha256').update('4:isrc12:DEA442600017').digest('hex').slice(0, 24),
      identity_version: 1,
      title: 'Harbour Lights',
      artist: 'The Tidewaters',
      album: 'North Quay',
      isrc: 'DEA442600017',
      duration_ms: 201_000,
      provider_track_id: 'k1',
    },
  });
});

test('optional fields that make no sense are left out', () => {
  const event = listen({ album: '  ', isrc: 'unknown', durationMs: 0, providerTrackId: '' });
  expect(event).not.toHaveProperty('album');
  expect(event).not.toHaveProperty('isrc');
  expect(event).not.toHaveProperty('duration_ms');
  expect(event).not.toHaveProperty('provider_track_id');
});

describe('a play that the readers of the log would refuse is refused', () => {
  test.each([
    ['a title of nothing', { title: ' ' }, 'title must be'],
    ['an artist of nothing', { artist: '' }, 'artist must be'],
    ['a title without end', { title: 'x'.repeat(2_001) }, 'title must be'],
    ['no instant', { listenedAtMs: Number.NaN }, 'listenedAtMs must be an instant, got NaN'],
    ['an instant before 1970', { listenedAtMs: -1 }, 'listenedAtMs must be an instant, got -1'],
    ['an instant of five-digit years', { listenedAtMs: 253_402_300_800_000 }, 'listenedAtMs must be an instant'],
    ['no provider key', { providerKey: '' }, 'providerKey must not be empty'],
  ])('%s', (_what, wrong, detail) => {
    expect(normaliseListen('mara', 'spotify', { ...play, ...wrong })).toEqual({
      ok: false,
      error: { reason: 'field-invalid', detail: expect.stringContaining(detail) },
    });
  });

  test('a user id with a number sign, which separates the parts of a key', () => {
    expect(normaliseListen('ma#ra', 'spotify', play)).toMatchObject({ ok: false });
  });
});

describe('the event id', () => {
  const identity = { userId: 'mara', provider: 'spotify' as const, listenedAtMs: 1_000, providerKey: 'k' };

  test('is the same for the same play, whatever it is called today', () => {
    const renamed = listen({ title: 'Harbour Lights - 2026 Remaster', isrc: 'DEA442600017', providerKey: 'k' });
    expect(renamed.event_id).toBe(listen({ providerKey: 'k' }).event_id);
    expect(renamed.song_id).not.toBe(listen({ providerKey: 'k' }).song_id);
  });

  test.each([
    ['user', { userId: 'noor' }],
    ['provider', { provider: 'lastfm' as const }],
    ['instant', { listenedAtMs: 1_001 }],
    ['key', { providerKey: 'l' }],
  ])('differs with the %s', (_what, difference) => {
    expect(eventIdOf({ ...identity, ...difference })).not.toBe(eventIdOf(identity));
  });

  test('cannot be confused by where one part ends and the next begins', () => {
    const parts = fc.array(fc.string(), { minLength: 1, maxLength: 4 });
    const property = fc.property(parts, parts, (left, right) => {
      fc.pre(JSON.stringify(left) !== JSON.stringify(right));
      expect(lengthPrefixed(...left)).not.toBe(lengthPrefixed(...right));
    });
    fc.assert(property);
    expect(lengthPrefixed('a', 'b:c')).not.toBe(lengthPrefixed('a:b', 'c'));
  });
});
