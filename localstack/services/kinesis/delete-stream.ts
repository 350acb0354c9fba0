import type { Operation } from '../../engine/service.ts';
import type { Consumers } from './consumers.ts';
import { streamHasConsumers } from './errors.ts';
import { streamReference } from './parameters.ts';
import type { StreamReference } from './streams.ts';

interface DeleteStreamInput extends StreamReference {
  readonly EnforceConsumerDeletion?: boolean;
}

/** Deletes a stream with all its records, also while it is in use; with registered consumers only when told to. */
export function deleteStream(consumers: Consumers): Operation {
  const { streams } = consumers;
  return {
    parameters: { ...streamReference, EnforceConsumerDeletion: { type: 'boolean' } },
    run: (input: DeleteStreamInput) => {
      const stream = streams.find(input);
      if (input.EnforceConsumerDeletion !== true && consumers.of(stream).length > 0) {
        throw streamHasConsumers(stream.name, streams.engine.accountId);
      }
      streams.delete(stream);
      return {};
    },
  };
}
