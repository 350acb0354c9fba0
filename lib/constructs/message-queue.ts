import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption, type DeadLetterQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

import type { StageConfig } from '../config.ts';
import { removalOf } from './removal.ts';

type MessageQueueProps = {
  readonly name: string;
  /** How long a message waits for whoever reads the queue. */
  readonly retentionDays: number;
  readonly config: StageConfig;
  /** For a queue that a function works off: how long a message is hidden while it does. */
  readonly visibilityTimeout?: Duration;
  readonly deadLetterQueue?: DeadLetterQueue;
};

/** An SQS queue that is encrypted, refuses plain HTTP and forgets. */
export class MessageQueue extends Queue {
  constructor(scope: Construct, id: string, { name, retentionDays, config, ...rest }: MessageQueueProps) {
    super(scope, id, {
      queueName: `heavy-rotation-${name}`,
      retentionPeriod: Duration.days(retentionDays),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      removalPolicy: removalOf(config),
      ...rest,
    });
  }
}
