/** All topics, by ARN, in memory and in the state folder. */
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { invalidParameter, missingParameter, topicNotFound } from './errors.ts';

export interface Topic {
  readonly arn: string;
  readonly name: string;
  /** Attributes as they were set; the others have their defaults. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** How many of its subscriptions have been deleted, as GetTopicAttributes tells. */
  readonly subscriptionsDeleted: number;
}

export class Topics {
  readonly #engine: Engine;
  readonly #documents: Documents<Topic>;
  readonly #byArn: Map<string, Topic>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#documents = engine.state.documents<Topic>('sns-topics');
    this.#byArn = new Map(this.#documents.list().map((topic) => [topic.arn, topic]));
  }

  arnOf(name: string): string {
    return `arn:aws:sns:${this.#engine.region}:${this.#engine.accountId}:${name}`;
  }

  find(arn: string): Topic | undefined {
    return this.#byArn.get(arn);
  }

  /** The topic that a request names in `parameter`. Throws when the text is no ARN or names no topic. */
  get(arn: string | undefined, parameter = 'TopicArn'): Topic {
    if (arn === undefined) throw missingParameter(parameter);
    checkArn(arn, parameter);
    const topic = this.#byArn.get(arn);
    if (!topic) throw topicNotFound();
    return topic;
  }

  /** In order of ARN. */
  list(): Topic[] {
    return [...this.#byArn.values()].toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  put(topic: Topic): void {
    this.#byArn.set(topic.arn, topic);
    this.#documents.put(topic.arn, topic);
  }

  delete(arn: string): void {
    this.#byArn.delete(arn);
    this.#documents.delete(arn);
  }
}

/** Throws when `arn` has too few parts to be an ARN. */
export function checkArn(arn: string, parameter: string): void {
  const count = arn.split(':').length;
  if (count < 6) throw invalidParameter(`${parameter} Reason: An ARN must have at least 6 elements, not ${count}`);
}
