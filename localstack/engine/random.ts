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
  const hex = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16));
  hex[12] = '4';
  hex[16] = '89ab'[Math.floor(random() * 4)] ?? '8';
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
