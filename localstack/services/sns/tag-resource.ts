import type { Operation } from '../../engine/service.ts';
import type { SnsState } from './state.ts';
import { taggedTopic } from './tagged-topic.ts';
import { readTags, tagList } from './tags.ts';
import type { Tag } from './tags.ts';

interface TagResource {
  readonly ResourceArn?: string;
  readonly Tags?: readonly Tag[];
}

export function tagResource({ topics }: SnsState): Operation {
  return {
    parameters: { ResourceArn: { type: 'string' }, Tags: tagList },
    run({ ResourceArn, Tags = [] }: TagResource) {
      const topic = taggedTopic(topics, ResourceArn);
      topics.put({ ...topic, tags: { ...topic.tags, ...readTags(Tags) } });
    },
  };
}
