/** What both retention operations check. https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html */
import { invalidArgument } from './errors.ts';
import { streamReference } from './parameters.ts';
import type { StreamReference } from './streams.ts';

export interface RetentionInput extends StreamReference {
  readonly RetentionPeriodHours: number;
}

export const retentionParameters = {
  ...streamReference,
  RetentionPeriodHours: { type: 'integer', required: true },
} as const;

const hoursMin = 24;
const hoursMax = 8760;

/** Throws unless the hours are between a day and a year. */
export function checkRetentionHours(hours: number): void {
  if (hours < hoursMin) {
    throw invalidArgument(
      `Minimum allowed retention period is ${hoursMin} hours. Requested retention period (${hours} hours) is too short.`,
    );
  }
  if (hours > hoursMax) {
    throw invalidArgument(
      `Maximum allowed retention period is ${hoursMax} hours. Requested retention period (${hours} hours) is too long.`,
    );
  }
}
