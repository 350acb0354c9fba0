import type { Operation } from '../../../engine/service.ts';
import { validationFailed } from '../errors.ts';
import { timeMs } from '../metrics/metric-input.ts';
import { checkQueries, periodOf, QueryRun, queryList } from '../metrics/metric-queries.ts';
import type { MetricQuery } from '../metrics/metric-queries.ts';
import type { CloudwatchState } from '../state.ts';

interface GetMetricData {
  readonly MetricDataQueries: readonly MetricQuery[];
  readonly StartTime: number | string;
  readonly EndTime: number | string;
  readonly ScanBy?: string;
}

/** Metrics and metric math over a range, counted in periods that lie on multiples of the period; the newest first. */
export function getMetricData({ store }: CloudwatchState): Operation {
  return {
    parameters: {
      MetricDataQueries: { ...queryList, required: true },
      StartTime: { type: 'timestamp', required: true },
      EndTime: { type: 'timestamp', required: true },
      ScanBy: { type: 'string', enum: ['TimestampDescending', 'TimestampAscending'] },
      MaxDatapoints: { type: 'integer' },
    },
    run({ MetricDataQueries: queries, StartTime, EndTime, ScanBy }: GetMetricData) {
      checkQueries(queries);
      const startMs = timeMs(StartTime, 'StartTime');
      const toMs = timeMs(EndTime, 'EndTime');
      if (startMs >= toMs) throw validationFailed('The parameter StartTime must be less than the parameter EndTime.');
      const periodMs = periodOf(queries) * 1000;
      const run = new QueryRun(store, queries, { fromMs: Math.floor(startMs / periodMs) * periodMs, toMs });
      const MetricDataResults = queries
        .filter(({ ReturnData = true }) => ReturnData)
        .flatMap(({ Id, Label, MetricStat: stat }) =>
          run.result(Id).map((series) => {
            const points = [...series].toSorted(([a], [b]) => (ScanBy === 'TimestampAscending' ? a - b : b - a));
            return {
              Id,
              Label: Label ?? stat?.Metric.MetricName ?? Id,
              Timestamps: points.map(([atMs]) => atMs / 1000),
              Values: points.map(([, value]) => value),
              StatusCode: 'Complete',
            };
          }),
        );
      return { MetricDataResults, Messages: [] };
    },
  };
}
