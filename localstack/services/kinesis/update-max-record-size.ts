import type { Operation } from '../../engine/service.ts';
import { maxRecordSizeInKiB, requiredStreamArn } from './parameters.ts';
import type { StreamReference, Streams } from './streams.ts';

interface UpdateMaxRecordSizeInput extends StreamReference {
  readonly MaxRecordSizeInKiB: number;
}

/** Changes how large a record may be, 1 to 10 MiB. */
export function updateMaxRecordSize(streams: Streams): Operation {
  return {
    parameters: { StreamARN: requiredStreamArn, MaxRecordSizeInKiB: { ...maxRecordSizeInKiB, required: true } },
    run: (input: UpdateMaxRecordSizeInput) => {
      streams.update(streams.active(input), { maxRecordKiB: input.MaxRecordSizeInKiB });
      return {};
    },
  };
}
