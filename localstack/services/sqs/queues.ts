/** All queues, by name, in memory and in the state folder. */
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { missingParameter, queueDoesNotExist } from './errors.ts';
import { redrivePolicyOf } from './queue.ts';
import type { Queue } from './queue.ts';

export class Queues {
  readonly #engine: Engine;
  readonly #documents: Documents<Queue>;
  readonly #byName: Map<string, Queue>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#documents = engine.state.documents<Queue>('sqs-queues');
    this.#byName = new Map(this.#documents.list().map((queue) => [queue.name, queue]));
  }

  /** The queue behind a queue URL of any host: the last step of its path is the name. Throws when there is none. */
  byUrl(queueUrl: string | undefined): Queue {
    if (queueUrl === undefined || queueUrl === '') throw missingParameter('QueueUrl');
    return this.byName(queueUrl.slice(queueUrl.lastIndexOf('/') + 1));
  }

  byName(name: string): Queue {
    const queue = this.#byName.get(name);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  byArn(arn: string): Queue {
    const queue = this.find(arn);
    if (!queue) throw queueDoesNotExist();
    return queue;
  }

  find(arn: string): Queue | undefined {
    const queue = this.#byName.get(arn.slice(arn.lastIndexOf(':') + 1));
    return queue?.arn === arn ? queue : undefined;
  }

  findByName(name: string): Queue | undefined {
    return this.#byName.get(name);
  }

  urlOf(queue: Queue): string {
    return `${this.#engine.endpointUrl()}/${this.#engine.accountId}/${queue.name}`;
  }

  arnOf(name: string): string {
    return `arn:aws:sqs:${this.#engine.region}:${this.#engine.accountId}:${name}`;
  }

  /** Remembers a new or changed queue. */
  put(queue: Queue): void {
    this.#byName.set(queue.name, queue);
    this.#documents.put(queue.name, queue);
  }

  delete(queue: Queue): void {
    this.#byName.delete(queue.name);
    this.#documents.delete(queue.name);
  }

  /** In order of name. */
  list(): Queue[] {
    return [...this.#byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Queues that name `arn` as their dead-letter queue. */
  sourcesOf(arn: string): Queue[] {
    return this.list().filter((queue) => redrivePolicyOf(queue)?.deadLetterTargetArn === arn);
  }
}
