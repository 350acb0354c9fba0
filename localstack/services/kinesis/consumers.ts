/** Registered consumers: readers with a throughput of their own, each of one stream. */
import type { Documents } from '../../engine/state.ts';
import { consumerExists, consumerNotFound, invalidArgument, tooManyConsumers } from './errors.ts';
import type { Stream } from './stream.ts';
import type { Streams } from './streams.ts';
import type { Tags } from './tags.ts';

/** What is remembered of a consumer. */
export interface Consumer {
  readonly arn: string;
  readonly name: string;
  readonly streamArn: string;
  /** The stream's own id, so that a consumer does not live on in a later stream of the same name. */
  readonly streamId: string;
  readonly createdAtMs: number;
  readonly deletedAtMs?: number;
  readonly tags: Tags;
}

/** How a request names a consumer: by its ARN, or by its stream and its name. */
export interface ConsumerReference {
  readonly ConsumerARN?: string;
  readonly StreamARN?: string;
  readonly ConsumerName?: string;
}

type ConsumerStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

/** "You can register up to 20 consumers per stream." API_RegisterStreamConsumer.html */
const consumersMax = 20;

export class Consumers {
  readonly streams: Streams;
  readonly #documents: Documents<Consumer>;
  readonly #byArn: Map<string, Consumer>;

  constructor(streams: Streams) {
    this.streams = streams;
    this.#documents = streams.engine.state.documents('kinesis-consumers');
    this.#byArn = new Map(this.#documents.list().map((consumer) => [consumer.arn, consumer]));
  }

  /** The consumers of a stream, in the order of their names. */
  of(stream: Stream): Consumer[] {
    this.#sweep();
    const own = [...this.#byArn.values()].filter(({ streamId }) => streamId === stream.document.id);
    return own.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  register(stream: Stream, name: string, tags: Tags): Consumer {
    const others = this.of(stream);
    const { accountId, clock } = this.streams.engine;
    if (others.some((other) => other.name === name)) throw consumerExists(name, stream.name, accountId);
    if (others.length >= consumersMax) throw tooManyConsumers(stream.name, accountId, consumersMax);
    const createdAtMs = clock.nowMs();
    const arn = `${stream.arn}/consumer/${name}:${Math.floor(createdAtMs / 1000)}`;
    const consumer = { arn, name, streamArn: stream.arn, streamId: stream.document.id, createdAtMs, tags };
    this.put(consumer);
    return consumer;
  }

  /** The consumer that a request names. Throws AWS's answer when there is none. */
  find({ ConsumerARN, StreamARN, ConsumerName }: ConsumerReference): Consumer {
    this.#sweep();
    if (ConsumerARN !== undefined) return this.byArn(ConsumerARN);
    // Unsure of the words.
    if (StreamARN === undefined || ConsumerName === undefined) {
      throw invalidArgument('Either ConsumerARN or both StreamARN and ConsumerName should be provided.');
    }
    const stream = this.streams.find({ StreamARN });
    const consumer = this.of(stream).find(({ name }) => name === ConsumerName);
    if (!consumer) throw consumerNotFound(ConsumerName, this.streams.engine.accountId);
    return consumer;
  }

  byArn(arn: string): Consumer {
    this.#sweep();
    const consumer = this.#byArn.get(arn);
    if (!consumer) throw consumerNotFound(arn, this.streams.engine.accountId);
    return consumer;
  }

  has(arn: string): boolean {
    this.#sweep();
    return this.#byArn.has(arn);
  }

  /** As the clock has it: it takes as long as a stream's changes to come and to go. */
  statusOf({ createdAtMs, deletedAtMs }: Consumer): ConsumerStatus {
    if (deletedAtMs !== undefined) return 'DELETING';
    const { engine, options } = this.streams;
    return engine.clock.nowMs() < createdAtMs + options.statusDelayMs ? 'CREATING' : 'ACTIVE';
  }

  put(consumer: Consumer): void {
    this.#byArn.set(consumer.arn, consumer);
    this.#documents.put(consumer.arn, consumer);
  }

  deregister(consumer: Consumer): void {
    this.put({ ...consumer, deletedAtMs: this.streams.engine.clock.nowMs() });
    this.#sweep();
  }

  /** Forgets those whose time has come, and those whose stream has gone. */
  #sweep(): void {
    const { engine, options } = this.streams;
    const goneAtMs = engine.clock.nowMs() - options.statusDelayMs;
    for (const { arn, streamId, deletedAtMs = Infinity } of this.#byArn.values()) {
      if (deletedAtMs > goneAtMs && this.streams.hasId(streamId)) continue;
      this.#byArn.delete(arn);
      this.#documents.delete(arn);
    }
  }
}

/** A consumer as the wire shows it. */
export function consumerShape(consumers: Consumers, consumer: Consumer): Record<string, unknown> {
  return {
    ConsumerName: consumer.name,
    ConsumerARN: consumer.arn,
    ConsumerStatus: consumers.statusOf(consumer),
    ConsumerCreationTimestamp: consumer.createdAtMs / 1000,
  };
}
