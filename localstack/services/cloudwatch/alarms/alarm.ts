/** An alarm: what it watches, as PutMetricAlarm was given it, and the state it is in. */
import type { DimensionInput } from '../metrics/metric-input.ts';
import type { MetricQuery } from '../metrics/metric-queries.ts';

export type AlarmStateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export const alarmStates: readonly AlarmStateValue[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

export interface AlarmSettings {
  readonly AlarmName: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly OKActions?: readonly string[];
  readonly AlarmActions?: readonly string[];
  readonly InsufficientDataActions?: readonly string[];
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly DimensionInput[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Unit?: string;
  readonly Metrics?: readonly MetricQuery[];
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly Threshold?: number;
  readonly ComparisonOperator: string;
  readonly TreatMissingData?: string;
}

export interface AlarmState {
  readonly value: AlarmStateValue;
  readonly reason: string;
  /** JSON. */
  readonly reasonData?: string;
  readonly updatedMs: number;
}

export interface Alarm {
  readonly arn: string;
  readonly settings: AlarmSettings;
  readonly configuredMs: number;
  readonly state: AlarmState;
  /** When the value last changed; `state.updatedMs` also moves when only the reason does. */
  readonly transitionedMs: number;
  readonly tags: Readonly<Record<string, string>>;
}
