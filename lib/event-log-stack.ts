import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { Construct } from 'constructs';

import type { StageConfig } from './config.ts';
import { removalOf } from './constructs/removal.ts';

/** The backbone: every listen passes through this stream, keyed by its user. */
export class EventLogStack extends Stack {
  readonly listens: Stream;

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id, {
      description: 'Heavy Rotation: the event log.',
      terminationProtection: config.keepData,
    });
    const { shardCount, retentionDays } = config.eventLog;

    this.listens = new Stream(this, 'Listens', {
      streamName: 'listens',
      retentionPeriod: Duration.days(retentionDays),
      encryption: StreamEncryption.MANAGED,
      ...(shardCount > 0 ? { streamMode: StreamMode.PROVISIONED, shardCount } : { streamMode: StreamMode.ON_DEMAND }),
      removalPolicy: removalOf(config),
    });

    new CfnOutput(this, 'ListensStream', { value: this.listens.streamName });
  }
}
