import type { Operation } from '../../engine/service.ts';
import { requiredStreamArn, streamModeDetails } from './parameters.ts';
import type { StreamMode } from './stream.ts';
import type { StreamReference, Streams } from './streams.ts';

interface UpdateStreamModeInput extends StreamReference {
  readonly StreamModeDetails: { readonly StreamMode: StreamMode };
}

/** Changes between provisioned and on-demand. The shards stay as they are. */
export function updateStreamMode(streams: Streams): Operation {
  return {
    parameters: { StreamARN: requiredStreamArn, StreamModeDetails: { ...streamModeDetails, required: true } },
    run: (input: UpdateStreamModeInput) => {
      streams.reshard(streams.active(input), { mode: input.StreamModeDetails.StreamMode });
      return {};
    },
  };
}
