import { Duration } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, type IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * What Lambda needs to work a queue off for a function, and no more (`SqsEventSource` grants five).
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const consumeActions = ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'];

type QueueConsumerProps = {
  readonly queue: IQueue;
  readonly target: IFunction;
  readonly batchSize: number;
  readonly batchWindowSeconds: number;
  /** Invocations at once, 2 to 1,000. */
  readonly concurrencyMax: number;
};

/** Works a queue off: a message that the function reports as failed comes back alone, the others of its batch do not. */
export class QueueConsumer extends EventSourceMapping {
  constructor(scope: Construct, id: string, props: QueueConsumerProps) {
    const { queue, target, batchSize, batchWindowSeconds, concurrencyMax } = props;
    super(scope, id, {
      target,
      eventSourceArn: queue.queueArn,
      batchSize,
      maxBatchingWindow: Duration.seconds(batchWindowSeconds),
      maxConcurrency: concurrencyMax,
      reportBatchItemFailures: true,
    });
    // Lambda checks the permission when the mapping is created.
    const resourceArns = [queue.queueArn];
    Grant.addToPrincipal({ grantee: target, actions: consumeActions, resourceArns }).applyBefore(this);
  }
}
