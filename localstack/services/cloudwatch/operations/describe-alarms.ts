import type { Operation } from '../../../engine/service.ts';
import type { Alarm } from '../alarms/alarm.ts';
import { alarmStates } from '../alarms/alarm.ts';
import { invalidCombination } from '../errors.ts';
import { metricOf, metricParameters } from '../metrics/metric-input.ts';
import type { MetricInput } from '../metrics/metric-input.ts';
import { pageOf } from '../page.ts';
import type { CloudwatchState } from '../state.ts';

interface DescribeAlarms {
  readonly AlarmNames?: readonly string[];
  readonly AlarmNamePrefix?: string;
  readonly AlarmTypes?: readonly string[];
  readonly StateValue?: string;
  readonly ActionPrefix?: string;
  readonly MaxRecords?: number;
  readonly NextToken?: string;
}

/** Alarms in order of name. There are no composite ones. */
export function describeAlarms({ alarms }: CloudwatchState): Operation {
  return {
    parameters: {
      AlarmNames: { type: 'list', lengthMax: 100, member: { type: 'string' } },
      AlarmNamePrefix: { type: 'string', lengthMin: 1 },
      AlarmTypes: { type: 'list', member: { type: 'string', enum: ['CompositeAlarm', 'MetricAlarm'] } },
      StateValue: { type: 'string', enum: alarmStates },
      ActionPrefix: { type: 'string', lengthMin: 1 },
      MaxRecords: { type: 'integer', valueMin: 1, valueMax: 100 },
      NextToken: { type: 'string' },
    },
    run(input: DescribeAlarms) {
      const { AlarmNames, AlarmNamePrefix, AlarmTypes = ['MetricAlarm'], MaxRecords = 50, NextToken: token } = input;
      if (AlarmNames && AlarmNamePrefix !== undefined) {
        throw invalidCombination('AlarmNames and AlarmNamePrefix must not be given together.');
      }
      const wanted = AlarmTypes.includes('MetricAlarm') ? alarms.list().filter((alarm) => isWanted(alarm, input)) : [];
      const { page, ...next } = pageOf(wanted, MaxRecords, token);
      return { MetricAlarms: page.map(describeAlarm), CompositeAlarms: [], ...next };
    },
  };
}

/** Alarms that watch one metric directly. */
export function describeAlarmsForMetric({ alarms }: CloudwatchState): Operation {
  return {
    parameters: {
      ...metricParameters,
      Namespace: { type: 'string', required: true },
      MetricName: { type: 'string', required: true },
    },
    run(input: MetricInput) {
      const asked = keyOf(input);
      const wanted = alarms.list().filter(({ settings }) => keyOf(settings) === asked);
      return { MetricAlarms: wanted.map(describeAlarm) };
    },
  };
}

function keyOf(input: MetricInput): string {
  const { namespace, name, dimensions } = metricOf(input);
  return JSON.stringify([namespace, name, Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}

function isWanted(
  { settings, state }: Alarm,
  { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix }: DescribeAlarms,
) {
  const { AlarmName: name, AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = settings;
  const actions = [...AlarmActions, ...OKActions, ...InsufficientDataActions];
  return (
    (AlarmNames?.includes(name) ?? true) &&
    (AlarmNamePrefix === undefined || name.startsWith(AlarmNamePrefix)) &&
    (StateValue === undefined || state.value === StateValue) &&
    (ActionPrefix === undefined || actions.some((arn) => arn.startsWith(ActionPrefix)))
  );
}

function describeAlarm({ arn, settings, state, configuredMs, transitionedMs }: Alarm) {
  return {
    AlarmArn: arn,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...(!settings.Metrics && { Dimensions: [] }),
    ...settings,
    ActionsEnabled: settings.ActionsEnabled ?? true,
    AlarmConfigurationUpdatedTimestamp: configuredMs / 1000,
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData !== undefined && { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: state.updatedMs / 1000,
    StateTransitionedTimestamp: transitionedMs / 1000,
  };
}
