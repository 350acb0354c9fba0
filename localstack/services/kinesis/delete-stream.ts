import type { Operation } from '../../engine/service.ts';
import { streamReference } from './parameters.ts';
import type { StreamReference, Streams } from './streams.ts';

/** Deletes a stream with all its records, also while it is in use. */
export function deleteStream(streams: Streams): Operation {
  return {
    // There are no consumers to enforce the deletion of yet, so the flag makes no difference.
    parameters: { ...streamReference, EnforceConsumerDeletion: { type: 'boolean' } },
    run: (input: StreamReference) => {
      streams.delete(streams.find(input));
      return {};
    },
  };
}
