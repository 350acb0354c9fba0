import type { Operation } from '../../engine/service.ts';
import type { SnsState } from './state.ts';
import { taggedTopic } from './tagged-topic.ts';

interface UntagResource {
  readonly ResourceArn?: string;
  readonly TagKeys?: readonly string[];
}

export function untagResource({ topics }: SnsState): Operation {
  return {
    parameters: { ResourceArn: { type: 'string' }, TagKeys: { type: 'list', member: { type: 'string' } } },
    run({ ResourceArn, TagKeys = [] }: UntagResource) {
      const topic = taggedTopic(topics, ResourceArn);
      const tags = Object.entries(topic.tags).filter(([key]) => !TagKeys.includes(key));
      topics.put({ ...topic, tags: Object.fromEntries(tags) });
    },
  };
}
