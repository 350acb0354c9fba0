import type { Operation } from '../../engine/service.ts';
import type { Consumers } from './consumers.ts';
import { resourceArn, tagMap } from './parameters.ts';
import { taggedResource } from './tagged-resource.ts';
import { withTags, type Tags } from './tags.ts';

interface TagResourceInput {
  readonly ResourceARN: string;
  readonly Tags: Tags;
}

/** Adds tags to the stream or the consumer of an ARN. */
export function tagResource(consumers: Consumers): Operation {
  return {
    parameters: { ResourceARN: resourceArn, Tags: { ...tagMap, required: true } },
    run: ({ ResourceARN, Tags: added }: TagResourceInput) => {
      const { name, tags, retag } = taggedResource(consumers, ResourceARN);
      retag(withTags(name, consumers.streams.engine.accountId, tags, added));
      return {};
    },
  };
}
