import type { Operation } from '../../engine/service.ts';
import { streamReference } from './parameters.ts';
import type { StreamReference, Streams } from './streams.ts';
import { tagShapes } from './tags.ts';

interface ListTagsForStreamInput extends StreamReference {
  readonly ExclusiveStartTagKey?: string;
  readonly Limit?: number;
}

const tagsMaxDefault = 50;

/** Tags in the order of their keys, a page at a time. */
export function listTagsForStream(streams: Streams): Operation {
  return {
    parameters: {
      ...streamReference,
      ExclusiveStartTagKey: { type: 'string', lengthMin: 1, lengthMax: 128 },
      Limit: { type: 'integer', valueMin: 1, valueMax: 50 },
    },
    run: (input: ListTagsForStreamInput) => {
      const { ExclusiveStartTagKey = '', Limit = tagsMaxDefault } = input;
      const later = tagShapes(streams.find(input).document.tags).filter(({ Key }) => Key > ExclusiveStartTagKey);
      return { Tags: later.slice(0, Limit), HasMoreTags: later.length > Limit };
    },
  };
}
