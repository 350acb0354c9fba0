/** How requests write metrics, dimensions and times. */
import type { Parameter, ParameterTable } from '../../../engine/validation.ts';
import { invalidValue } from '../errors.ts';
import type { Metric } from './metric-store.ts';

export interface DimensionInput {
  readonly Name: string;
  readonly Value: string;
}

export interface MetricInput {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly DimensionInput[];
}

export const dimensionList: Parameter = {
  type: 'list',
  lengthMax: 30,
  member: {
    type: 'structure',
    members: {
      Name: { type: 'string', required: true, lengthMin: 1, lengthMax: 255 },
      Value: { type: 'string', required: true, lengthMin: 1, lengthMax: 1024 },
    },
  },
};

export const metricParameters: ParameterTable = {
  Namespace: { type: 'string', lengthMin: 1, lengthMax: 255 },
  MetricName: { type: 'string', lengthMin: 1, lengthMax: 255 },
  Dimensions: dimensionList,
};

export function metricOf({ Namespace = '', MetricName = '', Dimensions = [] }: MetricInput): Metric {
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
  };
}

export function dimensionsOf({ dimensions }: Metric): DimensionInput[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
}

/** Times are epoch seconds or ISO 8601. Throws for what is neither. */
export function timeMs(value: number | string, parameter: string): number {
  const ms = typeof value === 'number' ? value * 1000 : Date.parse(value);
  if (Number.isFinite(ms)) return ms;
  throw invalidValue(`The parameter ${parameter} must be a timestamp, got '${value}'.`);
}

export const metricUnits = (
  'Seconds Microseconds Milliseconds Bytes Kilobytes Megabytes Gigabytes Terabytes Bits Kilobits Megabits Gigabits ' +
  'Terabits Percent Count Bytes/Second Kilobytes/Second Megabytes/Second Gigabytes/Second Terabytes/Second ' +
  'Bits/Second Kilobits/Second Megabits/Second Gigabits/Second Terabits/Second Count/Second None'
).split(' ');

/** 1, 5, 10, 20, 30, or a multiple of 60 seconds. */
export function isPeriod(seconds: number): boolean {
  return [1, 5, 10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
}
