import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

import type { StageConfig } from './config.ts';
import { Store } from './constructs/store.ts';

/** Raw listens, what is counted from them, and the songs they name. Everything here expires. */
export class ListenStoreStack extends Stack {
  readonly userListenHistory: Store;
  readonly userDailyTopK: Store;
  readonly songCatalogue: Store;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id, {
      description: 'Heavy Rotation: raw listens, daily aggregates and the song catalogue.',
      terminationProtection: config.keepData,
    });
    // The log and the providers can fill these again; a backup of a billion rows a day would cost more than they do.
    const derived = { expires: true, isRecoverable: false, config };

    this.userListenHistory = new Store(this, 'UserListenHistory', { key: { partition: 'pk', sort: 'sk' }, ...derived });
    this.userDailyTopK = new Store(this, 'UserDailyTopK', { key: { partition: 'user_id', sort: 'day' }, ...derived });
    this.songCatalogue = new Store(this, 'SongCatalogue', { key: { partition: 'song_id' }, ...derived });

    new CfnOutput(this, 'UserListenHistoryTable', { value: this.userListenHistory.tableName });
    new CfnOutput(this, 'UserDailyTopKTable', { value: this.userDailyTopK.tableName });
    new CfnOutput(this, 'SongCatalogueTable', { value: this.songCatalogue.tableName });
  }
}
