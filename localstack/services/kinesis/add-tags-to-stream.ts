import type { Operation } from '../../engine/service.ts';
import { streamReference, tagMap } from './parameters.ts';
import type { StreamReference, Streams } from './streams.ts';
import { withTags, type Tags } from './tags.ts';

interface AddTagsToStreamInput extends StreamReference {
  readonly Tags: Tags;
}

/** Adds tags, over those of the same keys. */
export function addTagsToStream(streams: Streams): Operation {
  return {
    parameters: { ...streamReference, Tags: { ...tagMap, required: true } },
    run: (input: AddTagsToStreamInput) => {
      const stream = streams.find(input);
      const tags = withTags(stream.name, streams.engine.accountId, stream.document.tags, input.Tags);
      streams.update(stream, { tags });
      return {};
    },
  };
}
