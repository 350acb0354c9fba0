import type { Operation } from '../../engine/service.ts';
import type { Consumers } from './consumers.ts';
import { streamShape } from './describe.ts';
import { streamReference } from './parameters.ts';
import type { StreamReference } from './streams.ts';

/** The stream without its shards. */
export function describeStreamSummary(consumers: Consumers): Operation {
  const { streams } = consumers;
  return {
    parameters: streamReference,
    run: (input: StreamReference) => {
      const stream = streams.find(input);
      return {
        StreamDescriptionSummary: {
          ...streamShape(stream),
          OpenShardCount: stream.document.status === 'CREATING' ? 0 : stream.openCount(),
          ConsumerCount: consumers.of(stream).length,
          MaxRecordSizeInKiB: stream.document.maxRecordKiB,
        },
      };
    },
  };
}
