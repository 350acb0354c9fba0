import type { Chance } from './chance.ts';

/**
 * Every kind of fault that the simulation injects, with what it is. A seed switches whole kinds off, because a world in
 * which everything fails hides what a single kind would show: a replay, for one, repairs what was lost before it.
 */
export const faultKinds = {
  'call-refused': 'a call fails without effect',
  'answer-lost': 'a call takes effect and its answer is lost',
  'call-ambiguous': 'a call times out and takes effect later, after newer ones',
  'call-throttled': 'a table refuses everything for a while',
  'batch-partial': 'a store takes a part of a batch',
  'set-full': 'an aggregate can hold a few elements only',
  'function-killed': 'a function dies with calls in flight',
  'batch-bisected': 'a failed batch is cut in half',
  'batch-recut': 'batches of other sizes at each delivery',
  'batch-repeated': 'a batch that succeeded is delivered again',
  'lanes-parallel': 'several batches of a shard at once',
  'retries-exhausted': 'batches are given up and put back later',
  'mapping-doubled': 'two mappings of one consumer alive',
  'replay-live': 'a replay beside the live mapping',
  'replay-stopped': 'the mapping is stopped and made again at an earlier position',
  'mapping-paused': 'a consumer stands still for a while',
  'shard-split': 'a shard is split',
  'shards-merged': 'two shards are merged',
  'child-first': 'a child shard is read before its parent',
  'sequence-uneven': 'sequence numbers of different lengths',
  'publish-repeated': 'a record is published again, up to days later',
  'records-poisoned': 'records that are no listens',
  'records-expired': 'what was given up is put back after the log has forgotten it',
  'clocks-skewed': 'clocks up to five minutes apart',
  'time-jumped': 'hours or days between two ticks',
  'expiry-late': 'expired items stay for up to four days',
  'expiry-early': 'expired items go up to half an hour early',
  'cache-lost': 'a function starts anew, its memory empty',
  'schedulers-doubled': 'two schedulers at once',
  'job-repeated': 'a job is delivered twice',
  'provider-limited': 'the provider answers 429',
  'provider-failing': 'the provider answers 5xx, an HTML page, half a page, or not at all',
  'provider-out': 'the provider is out for a while',
  'token-refused': 'the provider refuses a token',
  'token-rotated': 'a refresh token is good once',
  'play-late': 'plays are listed late and out of order',
  'play-repeated': 'plays are listed twice in a page',
  'play-renamed': 'a play is listed again under another song',
  'play-ahead': 'plays dated in the future',
  'plays-many': 'more plays than one page holds',
} as const;

export type FaultKind = keyof typeof faultKinds;

export const allFaultKinds = Object.keys(faultKinds) as readonly FaultKind[];

/** Chooses the kinds of a seed: none, few, half or nearly all. */
export function swarmOf(chance: Chance): ReadonlySet<FaultKind> {
  const share = chance.pick([0, 0.04, 0.08, 0.15, 0.15, 0.3, 0.5, 0.5, 0.9]);
  return new Set(allFaultKinds.filter(() => chance.is(share)));
}
