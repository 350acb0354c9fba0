import type { Operation } from '../../engine/service.ts';
import { streamShape } from './describe.ts';
import { streamReference } from './parameters.ts';
import type { StreamReference, Streams } from './streams.ts';

/** The stream without its shards. */
export function describeStreamSummary(streams: Streams): Operation {
  return {
    parameters: streamReference,
    run: (input: StreamReference) => {
      const stream = streams.find(input);
      return {
        StreamDescriptionSummary: {
          ...streamShape(stream),
          OpenShardCount: stream.document.status === 'CREATING' ? 0 : stream.openCount(),
          ConsumerCount: 0,
          MaxRecordSizeInKiB: stream.document.maxRecordKiB,
        },
      };
    },
  };
}
