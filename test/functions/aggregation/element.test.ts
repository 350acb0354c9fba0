import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { compareElements, decodeElement, encodeElement } from '../../../functions/aggregation/domain/element.ts';
import { providers, timeQualities } from '../../../functions/listens/domain/listen-event.ts';
import { listen } from '../../support/listen-builders.ts';

const event = listen({
  listenedAtMs: Date.parse('2026-11-20T23:59:59.999Z'),
  provider: 'listenbrainz',
  timeQuality: 'day',
});

test('an element is 24 bytes: version, song, event, then second, quality and provider in 24 bits', () => {
  const hex = Buffer.from(encodeElement(event)).toString('hex');
  const tail = ((86_399 << 7) | (2 << 5) | 1).toString(16).padStart(6, '0');
  expect(hex).toBe(`01${event.song_id}${event.event_id.slice(0, 16)}${tail}`);
});

test('what is encoded can be read', () => {
  const property = fc.property(
    fc.constantFrom(...providers),
    fc.constantFrom(...timeQualities),
    fc.nat(86_399_999),
    fc.string({ minLength: 1 }),
    (provider, timeQuality, msOfDay, providerKey) => {
      const listenedAtMs = Date.parse('2026-11-20T00:00:00Z') + msOfDay;
      const published = listen({ provider, timeQuality, listenedAtMs, providerKey });
      expect(decodeElement(encodeElement(published))).toEqual({
        identityVersion: 1,
        songId: published.song_id,
        eventHash: Buffer.from(published.event_id, 'hex').toString('latin1').slice(0, 8),
        secondOfDay: Math.floor(msOfDay / 1000),
        timeQuality,
        provider,
      });
    },
  );
  fc.assert(property);
});

describe('an element that is none of ours is left out', () => {
  const bytes = encodeElement(event);

  test('because of its length', () => {
    expect(decodeElement(bytes.subarray(1))).toBeUndefined();
    expect(decodeElement(new Uint8Array(25))).toBeUndefined();
  });

  test('because of a provider or a time quality that nobody knows yet', () => {
    const with23 = (value: number) => Uint8Array.from(bytes, (byte, index) => (index === 23 ? value : byte));
    expect(decodeElement(with23(0b000_11111))).toBeUndefined();
    expect(decodeElement(with23(0b011_00000))).toBeUndefined();
  });
});

test('elements are ordered by unsigned bytes, the newest identity greatest', () => {
  const newer = encodeElement({ ...event, identity_version: 200, song_id: '0'.repeat(24) });
  const older = encodeElement({ ...event, identity_version: 2, song_id: 'f'.repeat(24) });
  expect(compareElements(newer, older)).toBeGreaterThan(0);
  expect(compareElements(older, newer)).toBeLessThan(0);
  expect(compareElements(newer, newer.slice())).toBe(0);
});

test('providers and time qualities keep their codes and fit their bits', () => {
  expect(providers).toEqual(['spotify', 'listenbrainz', 'lastfm', 'apple', 'youtube', 'heavyrotation']);
  expect(timeQualities).toEqual(['exact', 'inferred', 'day']);
  expect(providers.length).toBeLessThanOrEqual(32);
  expect(timeQualities.length).toBeLessThanOrEqual(4);
});
