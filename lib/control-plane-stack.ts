import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { OauthServiceEnv } from '../functions/oauth-service.ts';
import type { StageConfig } from './config.ts';
import { allow } from './constructs/allow.ts';
import { Lambda } from './constructs/lambda.ts';
import { providerParameters } from './constructs/provider-parameters.ts';
import { PublicApi } from './constructs/public-api.ts';
import type { ControlPlaneStoreStack } from './control-plane-store-stack.ts';

/** Connects a listener's account at a music service: begun by an operator's invoke, finished by a browser that returns. */
export class ControlPlaneStack extends Stack {
  constructor(scope: Construct, id: string, config: StageConfig, store: ControlPlaneStoreStack) {
    super(scope, id, { description: 'Heavy Rotation: connects listeners to their music services.' });
    const { users, userTokens, userCrawlSchedule, oauthStates, tokenKey } = store;

    const api = new PublicApi(this, 'OauthApi', {
      name: 'oauth',
      description: 'Where a music service sends the browser back to.',
      throttle: config.connecting.throttle,
      isEmbeddable: false,
      config,
    });
    const oauthService = new Lambda<OauthServiceEnv>(this, 'OauthService', {
      name: 'oauth-service',
      description: 'Authorization flow of a music service → encrypted tokens and a crawl schedule.',
      environment: {
        ...providerParameters(this),
        USERS_TABLE: users.tableName,
        TOKENS_TABLE: userTokens.tableName,
        SCHEDULE_TABLE: userCrawlSchedule.tableName,
        OAUTH_STATES_TABLE: oauthStates.tableName,
        TOKEN_KEY_ARN: tokenKey.keyArn,
        OAUTH_REDIRECT_URL: `${api.apiEndpoint}/oauth/callback`,
      },
      size: config.connecting.size,
      config,
    });
    allow(oauthService, ['dynamodb:UpdateItem'], users.tableArn, userTokens.tableArn, userCrawlSchedule.tableArn);
    allow(oauthService, ['dynamodb:PutItem', 'dynamodb:DeleteItem'], oauthStates.tableArn);
    // It seals tokens and never opens one: whoever takes it over cannot read what is stored.
    allow(oauthService, ['kms:Encrypt'], tokenKey.keyArn);

    api.open(oauthService, [
      { method: 'GET', path: '/oauth/callback' },
      { method: 'POST', path: '/oauth/callback' },
    ]);

    new CfnOutput(this, 'OauthUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'OauthServiceFunction', { value: oauthService.functionName });
  }
}
