import { CfnOutput, Stack } from 'aws-cdk-lib';
import { AttributeType, ProjectionType } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

import type { StageConfig } from './config.ts';
import { removalOf } from './constructs/removal.ts';
import { Store } from './constructs/store.ts';

/** Who listens, which services they connected, and when each is crawled next. Cannot be made again: backed up. */
export class ControlPlaneStoreStack extends Stack {
  readonly users: Store;
  readonly userTokens: Store;
  readonly userCrawlSchedule: Store;
  readonly oauthStates: Store;
  readonly tokenKey: Key;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id, {
      description: 'Heavy Rotation: users, provider tokens and crawl schedules.',
      terminationProtection: config.keepData,
    });
    const kept = { expires: false, isRecoverable: true, config };

    this.users = new Store(this, 'Users', { key: { partition: 'user_id' }, ...kept });
    this.userTokens = new Store(this, 'UserTokens', { key: { partition: 'user_id', sort: 'provider' }, ...kept });
    this.userCrawlSchedule = new Store(this, 'UserCrawlSchedule', {
      key: { partition: 'user_id', sort: 'provider' },
      ...kept,
    });
    // A paused row has no `due_shard`, so that the index holds only what will be crawled.
    this.userCrawlSchedule.addGlobalSecondaryIndex({
      indexName: 'due',
      partitionKey: { name: 'due_shard', type: AttributeType.STRING },
      sortKey: { name: 'next_crawl_at', type: AttributeType.NUMBER },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    // Ten minutes of life: nothing here is worth a backup.
    this.oauthStates = new Store(this, 'OAuthStates', {
      key: { partition: 'state' },
      expires: true,
      isRecoverable: false,
      config,
    });

    this.tokenKey = new Key(this, 'TokenKey', {
      description: 'Encrypts provider tokens, with user and provider as encryption context.',
      enableKeyRotation: true,
      removalPolicy: removalOf(config),
    });

    new CfnOutput(this, 'UsersTable', { value: this.users.tableName });
    new CfnOutput(this, 'UserTokensTable', { value: this.userTokens.tableName });
    new CfnOutput(this, 'UserCrawlScheduleTable', { value: this.userCrawlSchedule.tableName });
  }
}
