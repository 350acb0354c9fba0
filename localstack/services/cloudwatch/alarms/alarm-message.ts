/** What an alarm sends when its state changes. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions.html */
import type { Engine } from '../../../engine/service.ts';
import { metricOf } from '../metrics/metric-input.ts';
import { queriesOf } from './alarm-data.ts';
import type { Alarm, AlarmState } from './alarm.ts';

const regionNames: Readonly<Record<string, string>> = { 'us-east-1': 'US East (N. Virginia)' };

/** `2026-11-20T12:00:00.000+0000` */
export function alarmTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+0000');
}

/** A topic's message: a subject and a JSON text. */
export function topicMessage({ accountId, region }: Engine, alarm: Alarm, previous: AlarmState) {
  const { settings, state, arn, configuredMs } = alarm;
  const regionName = regionNames[region] ?? region;
  const {
    AlarmName,
    AlarmDescription = null,
    OKActions = [],
    AlarmActions = [],
    InsufficientDataActions = [],
  } = settings;
  const message = {
    AlarmName,
    AlarmDescription,
    AWSAccountId: accountId,
    AlarmConfigurationUpdatedTimestamp: alarmTime(configuredMs),
    NewStateValue: state.value,
    NewStateReason: state.reason,
    StateChangeTime: alarmTime(state.updatedMs),
    Region: regionName,
    AlarmArn: arn,
    OldStateValue: previous.value,
    OKActions,
    AlarmActions,
    InsufficientDataActions,
    Trigger: triggerOf(alarm),
  };
  return { subject: `${state.value}: "${AlarmName}" in ${regionName}`.slice(0, 100), message: JSON.stringify(message) };
}

function triggerOf({ settings }: Alarm): object {
  const common = {
    Period: settings.Period,
    EvaluationPeriods: settings.EvaluationPeriods,
    DatapointsToAlarm: settings.DatapointsToAlarm,
    ComparisonOperator: settings.ComparisonOperator,
    Threshold: settings.Threshold,
    TreatMissingData: settings.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: '',
  };
  if (settings.Metrics) return { ...common, Metrics: settings.Metrics };
  const { MetricName, Namespace, Statistic, ExtendedStatistic, Unit = null, Dimensions = [] } = settings;
  return {
    MetricName,
    Namespace,
    StatisticType: Statistic === undefined ? 'ExtendedStatistic' : 'Statistic',
    ...(Statistic === undefined ? { ExtendedStatistic } : { Statistic: statisticTexts[Statistic] ?? Statistic }),
    Unit,
    Dimensions: Dimensions.map(({ Name, Value }) => ({ value: Value, name: Name })),
    ...common,
  };
}

const statisticTexts: Readonly<Record<string, string>> = {
  SampleCount: 'SAMPLE_COUNT',
  Sum: 'SUM',
  Average: 'AVERAGE',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
};

/** A function's event. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html */
export function functionEvent({ accountId, region }: Engine, alarm: Alarm, previous: AlarmState): object {
  const { settings, state, arn } = alarm;
  const stateOf = ({ value, reason, reasonData, updatedMs }: AlarmState) => {
    return { value, reason, ...(reasonData !== undefined && { reasonData }), timestamp: alarmTime(updatedMs) };
  };
  const metrics = queriesOf(settings).map(({ Id, MetricStat: stat, Expression, Label, ReturnData = true }) => ({
    id: Id,
    ...(Expression !== undefined && { expression: Expression }),
    ...(Label !== undefined && { label: Label }),
    ...(stat && {
      metricStat: {
        metric: metricOf(stat.Metric),
        period: stat.Period,
        stat: stat.Stat,
        ...(stat.Unit !== undefined && { unit: stat.Unit }),
      },
    }),
    returnData: ReturnData,
  }));
  const { AlarmName: alarmName, AlarmDescription: description } = settings;
  return {
    source: 'aws.cloudwatch',
    alarmArn: arn,
    accountId,
    time: alarmTime(state.updatedMs),
    region,
    alarmData: {
      alarmName,
      state: stateOf(state),
      previousState: stateOf(previous),
      configuration: { ...(description !== undefined && { description }), metrics },
    },
  };
}
