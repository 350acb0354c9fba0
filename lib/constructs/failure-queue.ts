import type { DlqDestinationConfig, IEventSourceDlq, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

import { allow } from './allow.ts';

/**
 * A queue as the place where Lambda reports what it gave up, of a mapping or of asynchronous invocations.
 * CDK's own `SqsDlq` and `SqsDestination` also let the function look the queue up, which nothing does.
 */
export class FailureQueue implements IEventSourceDlq {
  readonly #queue: IQueue;

  constructor(queue: IQueue) {
    this.#queue = queue;
  }

  bind(_reporter: unknown, target: IFunction): DlqDestinationConfig {
    allow(target, ['sqs:SendMessage'], this.#queue.queueArn);
    return { destination: this.#queue.queueArn };
  }
}
