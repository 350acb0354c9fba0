import type { Operation } from '../../../engine/service.ts';
import type { Parameter, ParameterTable } from '../../../engine/validation.ts';
import { alarmPoints, periodMsOf, queriesOf } from '../alarms/alarm-data.ts';
import type { AlarmSettings } from '../alarms/alarm.ts';
import { comparisonOf } from '../alarms/judge.ts';
import { invalidCombination, missingParameter, validationFailed } from '../errors.ts';
import { metricParameters, metricUnits } from '../metrics/metric-input.ts';
import { checkQueries, queryList } from '../metrics/metric-queries.ts';
import { simpleStatistics } from '../metrics/statistic.ts';
import type { CloudwatchState } from '../state.ts';
import { readTags, tagList } from '../tags.ts';
import type { Tag } from '../tags.ts';

export const alarmName: Parameter = { type: 'string', required: true, lengthMin: 1, lengthMax: 255 };
const actionList: Parameter = { type: 'list', lengthMax: 5, member: { type: 'string', lengthMin: 1, lengthMax: 1024 } };

const parameters: ParameterTable = {
  ...metricParameters,
  AlarmName: alarmName,
  AlarmDescription: { type: 'string', lengthMax: 1024 },
  ActionsEnabled: { type: 'boolean' },
  OKActions: actionList,
  AlarmActions: actionList,
  InsufficientDataActions: actionList,
  Statistic: { type: 'string', enum: simpleStatistics },
  ExtendedStatistic: { type: 'string' },
  Period: { type: 'integer', valueMin: 1 },
  Unit: { type: 'string', enum: metricUnits },
  Metrics: queryList,
  EvaluationPeriods: { type: 'integer', required: true, valueMin: 1 },
  DatapointsToAlarm: { type: 'integer', valueMin: 1 },
  Threshold: { type: 'number' },
  ComparisonOperator: { type: 'string', required: true },
  TreatMissingData: { type: 'string', enum: ['breaching', 'notBreaching', 'ignore', 'missing'] },
  Tags: tagList,
};

const dayMs = 24 * 3_600_000;

/** Makes an alarm, or changes one without touching its state. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export function putMetricAlarm({ engine, store, alarms }: CloudwatchState): Operation {
  return {
    parameters,
    run({ Tags = [], ...settings }: AlarmSettings & { readonly Tags?: readonly Tag[] }) {
      checkSettings(settings);
      const nowMs = engine.clock.nowMs();
      // Tried once, so that an expression that can never be one is refused now.
      alarmPoints(store, settings, nowMs);
      const name = settings.AlarmName;
      const known = alarms.find(name);
      const reason = 'Unchecked: Initial alarm creation';
      alarms.put({
        arn: alarms.arnOf(name),
        settings,
        configuredMs: nowMs,
        state: known?.state ?? { value: 'INSUFFICIENT_DATA', reason, updatedMs: nowMs },
        transitionedMs: known?.transitionedMs ?? nowMs,
        // "If you specify tags for an existing alarm, they are ignored."
        tags: known?.tags ?? readTags(Tags),
      });
      const type = known ? 'Update' : 'Create';
      const summary = `Alarm "${name}" ${known ? 'updated' : 'created'}`;
      alarms.record(name, 'ConfigurationUpdate', summary, { version: '1.0', type, updatedAlarm: settings });
    },
  };
}

function checkSettings(settings: AlarmSettings): void {
  comparisonOf(settings.ComparisonOperator);
  const { Metrics, MetricName, EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, Threshold } = settings;
  if (Metrics && MetricName !== undefined) {
    throw invalidCombination('The parameters MetricName and Metrics must not be given together.');
  }
  if (settings.Statistic !== undefined && settings.ExtendedStatistic !== undefined) {
    throw invalidCombination('The parameters Statistic and ExtendedStatistic must not be given together.');
  }
  if (Threshold === undefined) throw missingParameter('The parameter Threshold is needed.');
  if (DatapointsToAlarm > EvaluationPeriods) {
    throw validationFailed(
      `DatapointsToAlarm (${DatapointsToAlarm}) must be less than or equal to EvaluationPeriods (${EvaluationPeriods}).`,
    );
  }
  const queries = queriesOf(settings);
  checkQueries(queries);
  if (queries.filter(({ ReturnData = true }) => ReturnData).length !== 1) {
    throw validationFailed('Exactly one element of the Metrics list should return data.');
  }
  const periodMs = periodMsOf(settings);
  if (periodMs < 60_000 && ![10_000, 20_000, 30_000].includes(periodMs)) {
    throw validationFailed(`Period must be 10, 20, 30 or a multiple of 60, got ${periodMs / 1000}.`);
  }
  // Periods of an hour and more may look back over seven days.
  if (EvaluationPeriods * periodMs > (periodMs >= 3_600_000 ? 7 * dayMs : dayMs)) {
    throw validationFailed(
      'Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).',
    );
  }
}
