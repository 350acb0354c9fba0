/**
 * Lambda: HTTP API → the Top-K songs of a user's last days, from the daily aggregates (DynamoDB).
 * Reads the user's own aggregates and nothing else; answers are remembered in this environment for a short while.
 */
import middy from '@middy/core';

import { livePorts } from './serving/adapters/live.ts';
import { serveTopk } from './serving/serve-topk.ts';
import { readEnv, readWholeNumber } from './shared/env.ts';
import { observed } from './shared/observed.ts';

const env = readEnv(['DAILY_TOPK_TABLE', 'SONG_CATALOGUE_TABLE', 'USERS_TABLE', 'CACHE_TTL_SECONDS']);
export type TopkApiEnv = typeof env;

const ports = livePorts({
  aggregateTable: env.DAILY_TOPK_TABLE,
  catalogueTable: env.SONG_CATALOGUE_TABLE,
  usersTable: env.USERS_TABLE,
});
// Nobody tells this environment of a change yet, so a minute is the longest that an answer may lag behind.
const cacheTtlSeconds = readWholeNumber('CACHE_TTL_SECONDS', env.CACHE_TTL_SECONDS, { min: 0, max: 60 });

export const handler = middy(serveTopk(ports, cacheTtlSeconds * 1000)).use(observed());
