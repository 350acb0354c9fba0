/**
 * Lambda: connects accounts of music services. Operators begin by direct invocation, browsers come back to
 * `/oauth/callback`; tokens are sealed (KMS) and the account's first crawl is due at once.
 */
import middy from '@middy/core';

import { livePorts } from './accounts/adapters/live.ts';
import { answerRequest } from './accounts/answer-request.ts';
import { providerEnvNames } from './crawling/providers/registry.ts';
import { readEnv } from './shared/env.ts';
import { observed } from './shared/observed.ts';

const env = readEnv([
  'USERS_TABLE',
  'TOKENS_TABLE',
  'SCHEDULE_TABLE',
  'OAUTH_STATES_TABLE',
  'TOKEN_KEY_ARN',
  'OAUTH_REDIRECT_URL',
  ...providerEnvNames,
]);
export type OauthServiceEnv = typeof env;

export const handler = middy(answerRequest(livePorts(env))).use(observed());
