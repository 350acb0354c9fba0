import type { Profile } from './run-design.ts';

/** Kinds of trouble, one by one and together. */
export const profiles: readonly Profile[] = [
  { name: 'none', kinds: [] },
  { name: 'duplicates', kinds: ['publish-repeated'] },
  { name: 'crash', kinds: ['call-refused', 'answer-lost', 'function-killed', 'batch-repeated'] },
  { name: 'bisect', kinds: ['function-killed', 'call-refused', 'batch-bisected', 'batch-recut'] },
  { name: 'ambiguous', kinds: ['call-ambiguous'] },
  { name: 'reshard', kinds: ['shard-split', 'shards-merged', 'child-first', 'call-refused'] },
  { name: 'lanes', kinds: ['lanes-parallel', 'call-refused'] },
  { name: 'redrive', kinds: ['retries-exhausted', 'call-refused'] },
  { name: 'replay', kinds: [], isReplayed: true },
  { name: 'replay live', kinds: ['replay-live', 'mapping-doubled'] },
  {
    name: 'all',
    kinds: [
      'publish-repeated',
      'call-refused',
      'answer-lost',
      'call-ambiguous',
      'function-killed',
      'batch-repeated',
      'batch-bisected',
      'batch-recut',
      'shard-split',
      'shards-merged',
      'child-first',
      'lanes-parallel',
      'retries-exhausted',
      'replay-live',
      'mapping-doubled',
    ],
  },
];
