/** The data points that an alarm looks at. */
import { missingParameter } from '../errors.ts';
import { periodOf, QueryRun } from '../metrics/metric-queries.ts';
import type { MetricQuery } from '../metrics/metric-queries.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import type { AlarmSettings } from './alarm.ts';

export interface AlarmPoint {
  readonly atMs: number;
  readonly value?: number;
}

/** How many older periods make up for missing ones. Unsure: AWS says "a higher number" and shows two. */
const extraPeriods = 2;

/** An alarm on one metric asks the same question as one on queries. */
export function queriesOf(settings: AlarmSettings): readonly MetricQuery[] {
  const { Metrics, Namespace, MetricName, Dimensions, Period, Statistic, ExtendedStatistic, Unit } = settings;
  if (Metrics) return Metrics;
  const stat = Statistic ?? ExtendedStatistic;
  if (Namespace === undefined || MetricName === undefined || Period === undefined || stat === undefined) {
    throw missingParameter('MetricName, Namespace, Period and one of Statistic and ExtendedStatistic are needed.');
  }
  const metric = { Namespace, MetricName, ...(Dimensions && { Dimensions }) };
  return [{ Id: 'm1', MetricStat: { Metric: metric, Period, Stat: stat, ...(Unit !== undefined && { Unit }) } }];
}

export function periodMsOf(settings: AlarmSettings): number {
  return periodOf(queriesOf(settings)) * 1000;
}

/** The evaluation range that ends at `endMs`, oldest first. */
export function alarmPoints(store: MetricStore, settings: AlarmSettings, endMs: number): readonly AlarmPoint[] {
  const queries = queriesOf(settings);
  const watched = queries.find(({ ReturnData = true }) => ReturnData);
  if (!watched) throw missingParameter('One of the Metrics must return data.');
  const periodMs = periodMsOf(settings);
  const count = settings.EvaluationPeriods + extraPeriods;
  const fromMs = endMs - count * periodMs;
  const [series] = new QueryRun(store, queries, { fromMs, toMs: endMs }).result(watched.Id);
  return Array.from({ length: count }, (_, index) => {
    const atMs = fromMs + index * periodMs;
    const value = series?.get(atMs);
    return { atMs, ...(value !== undefined && { value }) };
  });
}
