import type { Operation } from '../../engine/service.ts';
import { resourceArn } from './parameters.ts';
import type { Streams } from './streams.ts';
import { tagShapes } from './tags.ts';

/** All tags of the stream of an ARN. */
export function listTagsForResource(streams: Streams): Operation {
  return {
    parameters: { ResourceARN: resourceArn },
    run: ({ ResourceARN }: { readonly ResourceARN: string }) => ({
      Tags: tagShapes(streams.find({ StreamARN: ResourceARN }).document.tags),
    }),
  };
}
