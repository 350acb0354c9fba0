import type { Operation } from '../../../engine/service.ts';
import { invalidCombination, invalidValue, missingParameter } from '../errors.ts';
import { isPeriod, metricOf, metricParameters, metricUnits, timeMs } from '../metrics/metric-input.ts';
import type { MetricInput } from '../metrics/metric-input.ts';
import { minuteMs } from '../metrics/metric-store.ts';
import { simpleStatistics, statisticOf } from '../metrics/statistic.ts';
import type { CloudwatchState } from '../state.ts';

interface GetMetricStatistics extends MetricInput {
  readonly StartTime: number | string;
  readonly EndTime: number | string;
  readonly Period: number;
  readonly Statistics?: readonly string[];
  readonly ExtendedStatistics?: readonly string[];
  readonly Unit?: string;
}

const datapointsMax = 1440;

/** One metric's statistics by period, counted from the start time rounded down to a minute. */
export function getMetricStatistics({ store }: CloudwatchState): Operation {
  return {
    parameters: {
      ...metricParameters,
      Namespace: { type: 'string', required: true },
      MetricName: { type: 'string', required: true },
      StartTime: { type: 'timestamp', required: true },
      EndTime: { type: 'timestamp', required: true },
      Period: { type: 'integer', required: true, valueMin: 1 },
      Statistics: { type: 'list', lengthMax: 5, member: { type: 'string', enum: simpleStatistics } },
      ExtendedStatistics: { type: 'list', lengthMax: 10, member: { type: 'string' } },
      Unit: { type: 'string', enum: metricUnits },
    },
    run(input: GetMetricStatistics) {
      const { MetricName, Period, Statistics = [], ExtendedStatistics = [], Unit } = input;
      const range = rangeOf(input);
      if (Statistics.length + ExtendedStatistics.length === 0) {
        throw missingParameter('Must specify either Statistics or ExtendedStatistics');
      }
      const extended = ExtendedStatistics.map((name) => [name, statisticOf(name)] as const);
      const buckets = store.read(metricOf(input), range, Period * 1000, Unit);
      const Datapoints = [...buckets].map(([atMs, bucket]) => ({
        Timestamp: atMs / 1000,
        ...Object.fromEntries(Statistics.map((name) => [name, statisticOf(name)(bucket)])),
        ...(extended.length > 0 && {
          ExtendedStatistics: Object.fromEntries(extended.map(([name, statistic]) => [name, statistic(bucket)])),
        }),
        ...(Unit !== undefined && { Unit }),
      }));
      return { Label: MetricName, Datapoints };
    },
  };
}

function rangeOf({ StartTime, EndTime, Period }: GetMetricStatistics) {
  if (!isPeriod(Period)) throw invalidValue('The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60.');
  const startMs = timeMs(StartTime, 'StartTime');
  const toMs = timeMs(EndTime, 'EndTime');
  if (startMs >= toMs) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const unitMs = Period < 60 ? Period * 1000 : minuteMs;
  const fromMs = Math.floor(startMs / unitMs) * unitMs;
  const count = Math.ceil((toMs - fromMs) / (Period * 1000));
  if (count > datapointsMax) {
    throw invalidCombination(
      `You have requested up to ${count} datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
  return { fromMs, toMs };
}
