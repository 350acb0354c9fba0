import type { Operation } from '../../engine/service.ts';
import type { SnsState } from './state.ts';
import { taggedTopic } from './tagged-topic.ts';
import { tagShapes } from './tags.ts';

export function listTagsForResource({ topics }: SnsState): Operation {
  return {
    parameters: { ResourceArn: { type: 'string' } },
    run: ({ ResourceArn }: { readonly ResourceArn?: string }) => ({
      Tags: tagShapes(taggedTopic(topics, ResourceArn).tags),
    }),
  };
}
