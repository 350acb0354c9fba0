import { createHash } from 'node:crypto';

import { lengthPrefixed } from './domain/length-prefixed.ts';
import type { Provider } from './domain/listen-event.ts';

/**
 * What makes a listen the listen it is. `providerKey` is what the provider's own identity of a played track is made
 * of.
 */
export type ListenIdentity = {
  readonly userId: string;
  readonly provider: Provider;
  readonly listenedAtMs: number;
  readonly providerKey: string;
};

/**
 * The id of a listen: SHA-256, lower-case hex, of what happened. A retried crawl gives the same id, so the listen
 * counts once. It never contains the song id, whose rules may improve.
 */
export const eventIdOf = ({ userId, provider, listenedAtMs, providerKey }: ListenIdentity): string =>
  createHash('sha256')
    .update(lengthPrefixed('v1', userId, provider, String(listenedAtMs), providerKey))
    .digest('hex');
