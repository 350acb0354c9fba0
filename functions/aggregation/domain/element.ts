import { providers, timeQualities } from '../../listens/domain/listen-event.ts';
import type { ListenEvent, Provider, TimeQuality } from '../../listens/domain/listen-event.ts';

/**
 * A listen within a daily aggregate: 24 bytes that identify it and say all that a ranking needs.
 * byte 0: identity version · 1–12: song id · 13–20: first 8 bytes of the event id ·
 * 21–23: big-endian, second of the UTC day (17 bits), time quality (2 bits), provider (5 bits).
 */
export type Element = Uint8Array;

const elementLength = 24;

/** What an element says. `eventHash` is 8 characters, one per byte; it tells listens of one user and day apart. */
export type ElementFields = {
  readonly identityVersion: number;
  readonly songId: string;
  readonly eventHash: string;
  readonly secondOfDay: number;
  readonly timeQuality: TimeQuality;
  readonly provider: Provider;
};

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The value of a hex digit's character code: `0`–`9` are 48–57, `a`–`f` are 97–102. */
const hexDigit = (code: number): number => (code < 58 ? code - 48 : code - 87);

function writeHex(element: Uint8Array, offset: number, hex: string, lengthBytes: number): void {
  for (let index = 0; index < lengthBytes; index += 1)
    element[offset + index] = (hexDigit(hex.charCodeAt(2 * index)) << 4) | hexDigit(hex.charCodeAt(2 * index + 1));
}

/** Two digits of an instant's text. Cheaper than a date for each listen, and the text has been checked. */
const twoDigits = (text: string, at: number): number => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;

/** The element of a checked listen: a pure function of the event, so that every delivery of it gives the same bytes. */
export function encodeElement(event: ListenEvent): Element {
  const { listened_at: at } = event;
  const secondOfDay = twoDigits(at, 11) * 3600 + twoDigits(at, 14) * 60 + twoDigits(at, 17);
  const tail =
    (secondOfDay << 7) | (timeQualities.indexOf(event.time_quality) << 5) | providers.indexOf(event.provider);

  const element = new Uint8Array(elementLength);
  element[0] = event.identity_version;
  writeHex(element, 1, event.song_id, 12);
  writeHex(element, 13, event.event_id, 8);
  element[21] = tail >>> 16;
  element[22] = tail >>> 8;
  element[23] = tail;
  return element;
}

/**
 * Reads an element; `undefined` when it is none of ours: another length, or a provider or time quality that this code
 * does not know yet, which a reader must leave out rather than guess.
 */
export function decodeElement(element: Element): ElementFields | undefined {
  if (element.length !== elementLength) return undefined;
  const tail = (byteAt(element, 21) << 16) | (byteAt(element, 22) << 8) | byteAt(element, 23);
  const timeQuality = timeQualities[(tail >>> 5) & 0b11];
  const provider = providers[tail & 0b11111];
  if (timeQuality === undefined || provider === undefined) return undefined;

  let songId = '';
  for (let index = 1; index <= 12; index += 1) songId += hexPairs[byteAt(element, index)];
  let eventHash = '';
  for (let index = 13; index <= 20; index += 1) eventHash += String.fromCharCode(byteAt(element, index));
  return { identityVersion: byteAt(element, 0), songId, eventHash, secondOfDay: tail >>> 7, timeQuality, provider };
}

const byteAt = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

/**
 * Orders elements by their bytes, unsigned. The identity version comes first, so the newest identity is the greatest.
 */
export function compareElements(left: Element, right: Element): number {
  for (let index = 0; index < elementLength; index += 1) {
    const difference = byteAt(left, index) - byteAt(right, index);
    if (difference !== 0) return difference;
  }
  return 0;
}
