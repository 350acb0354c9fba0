/** A source of numbers in [0, 1). `Math.random` is one; tests pass a seeded one, so that one seed is one run. */
export type Random = () => number;

/**
 * A small, fast, seeded generator (mulberry32, public domain, Tommy Ettinger): 32 bits of state, period 2^32.
 * Good enough to vary tests and demo data; never for secrets.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** `length` characters of a–z and 0–9, as AWS puts into generated names and ids. */
export function randomName(random: Random, length: number): string {
  return Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
}

/** A UUID of version 4 from the given source, for request ids, message ids and lock tokens. */
export function randomUuid(random: Random): string {
  const hex = hex32(random) + hex32(random) + hex32(random) + hex32(random);
  const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function hex32(random: Random): string {
  return Math.floor(random() * 4_294_967_296)
    .toString(16)
    .padStart(8, '0');
}
