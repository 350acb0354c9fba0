import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

import type { StageConfig } from '../config.ts';
import { removalOf } from './removal.ts';

type StoreProps = {
  /** Names of the key attributes on the wire; both are strings. */
  readonly key: { readonly partition: string; readonly sort?: string };
  /** Rows carry `expires_at` (epoch seconds) and DynamoDB deletes them after it. */
  readonly expires: boolean;
  /** Point-in-time recovery: for what cannot be made again from the log or from raw listens. */
  readonly isRecoverable: boolean;
  readonly config: StageConfig;
};

/** A DynamoDB table, named as the product names it; see `lib/decisions/0002-names.md` and `0004-tables.md`. */
export class Store extends Table {
  constructor(scope: Construct, name: string, { key, expires, isRecoverable, config }: StoreProps) {
    super(scope, name, {
      tableName: name,
      partitionKey: { name: key.partition, type: AttributeType.STRING },
      ...(key.sort && { sortKey: { name: key.sort, type: AttributeType.STRING } }),
      ...(expires && { timeToLiveAttribute: 'expires_at' }),
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: isRecoverable },
      deletionProtection: config.keepData,
      removalPolicy: removalOf(config),
    });
  }
}
