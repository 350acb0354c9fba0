import type { Operation } from '../../engine/service.ts';
import { resourceArn, tagKeys } from './parameters.ts';
import type { Streams } from './streams.ts';
import { withoutTags } from './tags.ts';

interface UntagResourceInput {
  readonly ResourceARN: string;
  readonly TagKeys: readonly string[];
}

/** Removes tags from the stream of an ARN. */
export function untagResource(streams: Streams): Operation {
  return {
    parameters: { ResourceARN: resourceArn, TagKeys: tagKeys },
    run: ({ ResourceARN, TagKeys }: UntagResourceInput) => {
      const stream = streams.find({ StreamARN: ResourceARN });
      streams.update(stream, { tags: withoutTags(stream.document.tags, TagKeys) });
      return {};
    },
  };
}
