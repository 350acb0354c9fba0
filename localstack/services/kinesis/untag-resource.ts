import type { Operation } from '../../engine/service.ts';
import type { Consumers } from './consumers.ts';
import { resourceArn, tagKeys } from './parameters.ts';
import { taggedResource } from './tagged-resource.ts';
import { withoutTags } from './tags.ts';

interface UntagResourceInput {
  readonly ResourceARN: string;
  readonly TagKeys: readonly string[];
}

/** Removes tags from the stream or the consumer of an ARN. */
export function untagResource(consumers: Consumers): Operation {
  return {
    parameters: { ResourceARN: resourceArn, TagKeys: tagKeys },
    run: ({ ResourceARN, TagKeys }: UntagResourceInput) => {
      const { tags, retag } = taggedResource(consumers, ResourceARN);
      retag(withoutTags(tags, TagKeys));
      return {};
    },
  };
}
