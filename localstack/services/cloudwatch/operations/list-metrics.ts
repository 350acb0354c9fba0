import type { Operation } from '../../../engine/service.ts';
import { dimensionsOf } from '../metrics/metric-input.ts';
import type { Metric } from '../metrics/metric-store.ts';
import { pageOf } from '../page.ts';
import type { CloudwatchState } from '../state.ts';

interface DimensionFilter {
  readonly Name: string;
  readonly Value?: string;
}

interface ListMetrics {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly DimensionFilter[];
  readonly RecentlyActive?: string;
  readonly NextToken?: string;
}

const pageMax = 500;
const hourMs = 3_600_000;
const twoWeeksMs = 14 * 24 * hourMs;

/** Metrics that have had data within two weeks, or three hours when only active ones are wanted. */
export function listMetrics({ engine, store }: CloudwatchState): Operation {
  return {
    parameters: {
      Namespace: { type: 'string', lengthMin: 1 },
      MetricName: { type: 'string', lengthMin: 1 },
      Dimensions: {
        type: 'list',
        lengthMax: 10,
        member: {
          type: 'structure',
          members: { Name: { type: 'string', required: true }, Value: { type: 'string' } },
        },
      },
      RecentlyActive: { type: 'string', enum: ['PT3H'] },
      NextToken: { type: 'string' },
    },
    run(input: ListMetrics) {
      const spanMs = input.RecentlyActive === undefined ? twoWeeksMs : 3 * hourMs;
      const wanted = store.list(engine.clock.nowMs() - spanMs).filter((metric) => isWanted(metric, input));
      const { page, ...next } = pageOf(wanted, pageMax, input.NextToken);
      const Metrics = page.map((metric) => ({
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: dimensionsOf(metric),
      }));
      return { Metrics, ...next };
    },
  };
}

function isWanted(
  { namespace, name, dimensions }: Metric,
  { Namespace = namespace, MetricName = name, Dimensions = [] }: ListMetrics,
): boolean {
  if (namespace !== Namespace || name !== MetricName) return false;
  return Dimensions.every(({ Name, Value }) => {
    const value = Object.hasOwn(dimensions, Name) ? dimensions[Name] : undefined;
    return value !== undefined && (Value === undefined || Value === value);
  });
}
