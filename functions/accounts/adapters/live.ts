import { randomBytes } from 'node:crypto';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';

import { clientSettings } from '../../crawling/adapters/client-settings.ts';
import { httpWithin, providerTimeoutMs } from '../../crawling/adapters/http.ts';
import { providerRegistry } from '../../crawling/providers/registry.ts';
import type { ProviderEnv } from '../../crawling/providers/registry.ts';
import { standardLog } from '../../shared/log.ts';
import type { AccessPorts, AccountPorts } from '../ports.ts';
import { armedSchedule } from './armed-schedule.ts';
import { stateTable } from './state-table.ts';
import { tokenTable } from './token-table.ts';
import { kmsTokenVault } from './token-vault.ts';
import { userTable } from './user-table.ts';

type TokenEnv = { readonly TOKENS_TABLE: string; readonly TOKEN_KEY_ARN: string };
type AccountEnv = TokenEnv &
  ProviderEnv & {
    readonly USERS_TABLE: string;
    readonly SCHEDULE_TABLE: string;
    readonly OAUTH_STATES_TABLE: string;
    readonly OAUTH_REDIRECT_URL: string;
  };

/** The token stores as a deployed function has them. */
export const liveAccessPorts = (env: TokenEnv, dynamo: DynamoDBClient) =>
  ({
    nowMs: Date.now,
    log: standardLog,
    tokens: tokenTable(dynamo, env.TOKENS_TABLE),
    vault: kmsTokenVault(new KMSClient(clientSettings), env.TOKEN_KEY_ARN),
  }) satisfies AccessPorts;

/** The world as the deployed accounts function has it. */
export function livePorts(env: AccountEnv): AccountPorts {
  const dynamo = new DynamoDBClient(clientSettings);
  return {
    ...liveAccessPorts(env, dynamo),
    users: userTable(dynamo, env.USERS_TABLE),
    states: stateTable(dynamo, env.OAUTH_STATES_TABLE),
    schedule: armedSchedule(dynamo, env.SCHEDULE_TABLE),
    providers: providerRegistry(env, { http: httpWithin(providerTimeoutMs), nowMs: Date.now }),
    randomBytes,
    redirectUrl: env.OAUTH_REDIRECT_URL,
  };
}
