import type { Operation } from '../../engine/service.ts';
import type { Consumers } from './consumers.ts';
import { resourceArn } from './parameters.ts';
import { taggedResource } from './tagged-resource.ts';
import { tagShapes } from './tags.ts';

/** All tags of the stream or the consumer of an ARN. */
export function listTagsForResource(consumers: Consumers): Operation {
  return {
    parameters: { ResourceARN: resourceArn },
    run: ({ ResourceARN }: { readonly ResourceARN: string }) => ({
      Tags: tagShapes(taggedResource(consumers, ResourceARN).tags),
    }),
  };
}
