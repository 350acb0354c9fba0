import type { Operation } from '../../engine/service.ts';
import { streamReference, tagKeys } from './parameters.ts';
import type { StreamReference, Streams } from './streams.ts';
import { withoutTags } from './tags.ts';

interface RemoveTagsFromStreamInput extends StreamReference {
  readonly TagKeys: readonly string[];
}

/** Removes the tags of those keys, where they are there. */
export function removeTagsFromStream(streams: Streams): Operation {
  return {
    parameters: { ...streamReference, TagKeys: tagKeys },
    run: (input: RemoveTagsFromStreamInput) => {
      const stream = streams.find(input);
      streams.update(stream, { tags: withoutTags(stream.document.tags, input.TagKeys) });
      return {};
    },
  };
}
