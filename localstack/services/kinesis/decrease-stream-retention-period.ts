import type { Operation } from '../../engine/service.ts';
import { invalidArgument } from './errors.ts';
import { checkRetentionHours, retentionParameters, type RetentionInput } from './retention.ts';
import type { Streams } from './streams.ts';

/** Keeps records for a shorter time; those that are older can no longer be read. */
export function decreaseStreamRetentionPeriod(streams: Streams): Operation {
  return {
    parameters: retentionParameters,
    run: (input: RetentionInput) => {
      const hours = input.RetentionPeriodHours;
      const stream = streams.active(input);
      const { retentionHours } = stream.document;
      checkRetentionHours(hours);
      if (hours > retentionHours) {
        throw invalidArgument(
          `Requested retention period (${hours} hours) for stream ${stream.name} can not be longer than existing ` +
            `retention period (${retentionHours} hours). Use IncreaseRetentionPeriod API.`,
        );
      }
      streams.update(stream, { retentionHours: hours });
      return {};
    },
  };
}
