/** What an alarm's data points say. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html */
import { notImplemented } from '../../../engine/aws-error.ts';
import type { AlarmStateValue } from './alarm.ts';

export interface JudgeSettings {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  /** `breaching`, `notBreaching`, `ignore` or `missing`. */
  readonly treatMissingData: string;
  isBreaching(value: number): boolean;
}

const comparisons: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/** Throws for the operators of anomaly detection. */
export function comparisonOf(operator: string): (value: number, threshold: number) => boolean {
  const comparison = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
  if (!comparison) throw notImplemented(`cloudwatch comparison operator ${operator}`);
  return comparison;
}

/**
 * `points` are the evaluation range, oldest first, undefined where data is missing: a few more than the evaluation
 * periods, because missing ones are first made up for by older ones. Undefined when the state stays what it is.
 */
export function judge(points: readonly (number | undefined)[], settings: JudgeSettings): AlarmStateValue | undefined {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = settings;
  const real = points.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const breaching = real.filter((value) => settings.isBreaching(value)).length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  const missing = evaluationPeriods - real.length;
  if (treatMissingData === 'breaching') return breaching + missing >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (treatMissingData === 'notBreaching') return 'OK';
  if (real.length === 0) return treatMissingData === 'ignore' ? undefined : 'INSUFFICIENT_DATA';
  if (missing === 0 || breaching < real.length) return 'OK';
  if (treatMissingData === 'ignore') return undefined;
  // "When the oldest available breaching data point is at least as old as Datapoints to Alarm, and all more recent ones
  // are breaching or missing": a single late point does not raise the alarm too early.
  const oldest = points.findIndex((point) => point !== undefined);
  return points.length - oldest >= datapointsToAlarm ? 'ALARM' : undefined;
}
