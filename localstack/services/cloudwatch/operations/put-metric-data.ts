import type { Operation } from '../../../engine/service.ts';
import { invalidCombination, invalidValue } from '../errors.ts';
import { bucketOf, mergeBuckets } from '../metrics/bucket.ts';
import type { Bucket } from '../metrics/bucket.ts';
import { dimensionList, metricOf, metricUnits, timeMs } from '../metrics/metric-input.ts';
import type { MetricInput } from '../metrics/metric-input.ts';
import type { CloudwatchState } from '../state.ts';

interface StatisticSet {
  readonly SampleCount: number;
  readonly Sum: number;
  readonly Minimum: number;
  readonly Maximum: number;
}

interface Datum extends MetricInput {
  readonly Value?: number;
  readonly Values?: readonly number[];
  readonly Counts?: readonly number[];
  readonly StatisticValues?: StatisticSet;
  readonly Timestamp?: number | string;
  readonly Unit?: string;
  readonly StorageResolution?: number;
}

const number = { type: 'number', required: true } as const;
const twoWeeksMs = 14 * 24 * 3_600_000;
const twoHoursMs = 2 * 3_600_000;

/** Stores measurements; they are on disk when it answers. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
export function putMetricData({ engine, store }: CloudwatchState): Operation {
  return {
    parameters: {
      Namespace: { type: 'string', required: true, lengthMin: 1, lengthMax: 255, pattern: '[^:].*' },
      MetricData: {
        type: 'list',
        required: true,
        lengthMax: 1000,
        member: {
          type: 'structure',
          members: {
            MetricName: { type: 'string', required: true, lengthMin: 1, lengthMax: 255 },
            Dimensions: dimensionList,
            Timestamp: { type: 'timestamp' },
            Value: { type: 'number' },
            StatisticValues: {
              type: 'structure',
              members: { SampleCount: number, Sum: number, Minimum: number, Maximum: number },
            },
            Values: { type: 'list', lengthMax: 150, member: { type: 'number' } },
            Counts: { type: 'list', lengthMax: 150, member: { type: 'number' } },
            Unit: { type: 'string', enum: metricUnits },
            StorageResolution: { type: 'integer', valueMin: 1 },
          },
        },
      },
      StrictEntityValidation: { type: 'boolean' },
    },
    run({ Namespace, MetricData }: { readonly Namespace: string; readonly MetricData: readonly Datum[] }) {
      const nowMs = engine.clock.nowMs();
      // All are read before any is stored, so that a refusal stores nothing.
      const read = MetricData.map((datum) => {
        const atMs = datum.Timestamp === undefined ? nowMs : timeMs(datum.Timestamp, 'Timestamp');
        if (atMs < nowMs - twoWeeksMs || atMs > nowMs + twoHoursMs) {
          throw invalidValue(
            'The parameter MetricData.member.Timestamp must be within two weeks past and two hours ahead.',
          );
        }
        return { datum, atMs, bucket: readBucket(datum) };
      });
      for (const { datum, atMs, bucket } of read) {
        const resolutionMs = datum.StorageResolution === 1 ? 1_000 : 60_000;
        store.add(metricOf({ ...datum, Namespace }), datum.Unit ?? 'None', atMs, bucket, resolutionMs);
      }
      store.flush();
    },
  };
}

function readBucket({ MetricName, Value, Values, Counts, StatisticValues: set }: Datum): Bucket {
  const given = [Value, Values, set].filter((each) => each !== undefined).length;
  if (given !== 1) {
    throw invalidCombination(`Exactly one of Value, Values and StatisticValues must be given for ${MetricName}.`);
  }
  if (Value !== undefined) return bucketOf(Value);
  if (set) {
    const { SampleCount: count, Sum: sum, Minimum: min, Maximum: max } = set;
    if (count <= 0) throw invalidValue(`The parameter SampleCount of ${MetricName} must be greater than 0.`);
    // Of a set, only the average is known for a percentile.
    return { count, sum, min, max, values: new Map([[sum / count, count]]) };
  }
  if (Counts && Counts.length !== Values?.length) {
    throw invalidValue(
      'The parameters MetricData.member.Values and MetricData.member.Counts must be of the same size.',
    );
  }
  const buckets = (Values ?? []).map((value, index) => bucketOf(value, Counts?.[index] ?? 1));
  const [first, ...rest] = buckets;
  if (!first) throw invalidValue(`The parameter MetricData.member.Values of ${MetricName} must not be empty.`);
  return rest.reduce(mergeBuckets, first);
}
