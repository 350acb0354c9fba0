import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { TopkApiEnv } from '../functions/topk-api.ts';
import type { StageConfig } from './config.ts';
import { allow } from './constructs/allow.ts';
import { Lambda } from './constructs/lambda.ts';
import { PublicApi } from './constructs/public-api.ts';
import type { ControlPlaneStoreStack } from './control-plane-store-stack.ts';
import type { ListenStoreStack } from './listen-store-stack.ts';

/** Daily aggregates → a listener's Top-K, over HTTPS. Reads only; knows nothing of the log. */
export class ServingStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    config: StageConfig,
    { users }: ControlPlaneStoreStack,
    { userDailyTopK, songCatalogue }: ListenStoreStack,
  ) {
    super(scope, id, { description: 'Heavy Rotation: answers who plays what most.' });

    const topkApi = new Lambda<TopkApiEnv>(this, 'TopkApi', {
      name: 'topk-api',
      description: 'GET /users/{user_id}/topk → the most played songs of the last days.',
      environment: {
        DAILY_TOPK_TABLE: userDailyTopK.tableName,
        SONG_CATALOGUE_TABLE: songCatalogue.tableName,
        USERS_TABLE: users.tableName,
        CACHE_TTL_SECONDS: String(config.serving.cacheTtlSeconds),
      },
      size: config.serving.size,
      config,
    });
    allow(topkApi, ['dynamodb:Query'], userDailyTopK.tableArn);
    allow(topkApi, ['dynamodb:GetItem'], users.tableArn);
    allow(topkApi, ['dynamodb:BatchGetItem'], songCatalogue.tableArn);

    const api = new PublicApi(this, 'ServingApi', {
      name: 'topk',
      description: 'The most played songs of a listener.',
      throttle: config.serving.throttle,
      isEmbeddable: true,
      config,
    });
    api.open(topkApi, [
      { method: 'GET', path: '/users/{user_id}/topk' },
      { method: 'GET', path: '/api/v1/users/{user_id}/topk' },
    ]);

    new CfnOutput(this, 'TopkUrl', { value: api.apiEndpoint });
    new CfnOutput(this, 'TopkApiFunction', { value: topkApi.functionName });
  }
}
