/** What an ARN of a tag operation names: a stream, or a consumer of one. */
import type { Consumers } from './consumers.ts';
import type { Tags } from './tags.ts';

export interface Tagged {
  readonly name: string;
  readonly tags: Tags;
  /** Remembers other tags. */
  retag(tags: Tags): void;
}

/** Throws AWS's answer when nothing of that ARN is there. */
export function taggedResource(consumers: Consumers, arn: string): Tagged {
  const { streams } = consumers;
  if (arn.includes('/consumer/')) {
    const consumer = consumers.byArn(arn);
    return { name: consumer.name, tags: consumer.tags, retag: (tags) => consumers.put({ ...consumer, tags }) };
  }
  const stream = streams.find({ StreamARN: arn });
  return { name: stream.name, tags: stream.document.tags, retag: (tags) => streams.update(stream, { tags }) };
}
