import type { CrawlKey } from './crawl.ts';

/**
 * Shards of the `due` index. A crawl writes four times to its shard, which takes 1,000 writes a second: 16 carry 6 million
 * accounts every 25 minutes. See `../decisions/0001-a-claim-is-a-lease.md`.
 */
const dueShardCount = 16;

/** The names of all shards of the `due` index. */
export const dueShards: readonly string[] = Array.from({ length: dueShardCount }, (_, shard) => String(shard));

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/. Spreads well and needs no crypto. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193) >>> 0;
  }
  return hash;
}

/** The shard of the `due` index that a row lives in: always the same one, so that a re-armed row stays a single entry. */
export function dueShardOf({ userId, provider }: CrawlKey): string {
  const hash = fnv1a(`${userId}#${provider}`);
  // The low bits of FNV depend on the low bits of the text alone; folding brings the high ones in.
  return String(((hash ^ (hash >>> 16)) >>> 0) % dueShardCount);
}
