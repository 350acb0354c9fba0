import { createHash } from 'node:crypto';

import { seededRandom } from '../../engine/random.ts';
import type { Random } from '../../engine/random.ts';

/** A source of numbers for one subject, such as one listener's day: the same seed and subject always give the same numbers. */
export function seededFor(seed: number, ...subject: readonly string[]): Random {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...subject]))
    .digest();
  return seededRandom(digest.readUInt32BE(0));
}

/** A whole number from `min` to `max`, both included. */
export function wholeBetween(random: Random, min: number, max: number): number {
  return min + Math.floor(random() * (max - min + 1));
}

/** One of `choices`, each as likely as its weight. Weights are positive and at least one is given. */
export function weightedIndex(random: Random, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = random() * total;
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index === -1 ? weights.length - 1 : index;
}
