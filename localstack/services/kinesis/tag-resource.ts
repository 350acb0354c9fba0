import type { Operation } from '../../engine/service.ts';
import { resourceArn, tagMap } from './parameters.ts';
import type { Streams } from './streams.ts';
import { withTags, type Tags } from './tags.ts';

interface TagResourceInput {
  readonly ResourceARN: string;
  readonly Tags: Tags;
}

/** Adds tags to the stream of an ARN. */
export function tagResource(streams: Streams): Operation {
  return {
    parameters: { ResourceARN: resourceArn, Tags: { ...tagMap, required: true } },
    run: ({ ResourceARN, Tags: added }: TagResourceInput) => {
      const stream = streams.find({ StreamARN: ResourceARN });
      const tags = withTags(stream.name, streams.engine.accountId, stream.document.tags, added);
      streams.update(stream, { tags });
      return {};
    },
  };
}
