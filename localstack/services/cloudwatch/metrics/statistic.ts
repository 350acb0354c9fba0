/** Statistics by the names AWS gives them. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
import { notImplemented } from '../../../engine/aws-error.ts';
import { invalidValue } from '../errors.ts';
import type { Bucket } from './bucket.ts';

const simple: Readonly<Record<string, (bucket: Bucket) => number>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => (count === 0 ? 0 : sum / count),
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

export const simpleStatistics = Object.keys(simple);

const percentileForm = /^p(?<percent>\d{1,2}(?:\.\d{1,10})?|100)$/u;
const trimmedForm = /^(?:IQM|(?:tm|wm|tc|ts|pr)\d{1,2}(?:\.\d+)?|(?:TM|WM|PR|TC|TS)\(.*\))$/iu;

/** Reads a statistic's name. Throws for one that is unknown, or known to AWS and not here. */
export function statisticOf(name: string): (bucket: Bucket) => number {
  const known = Object.hasOwn(simple, name) ? simple[name] : undefined;
  if (known) return known;
  const percent = percentileForm.exec(name)?.groups?.['percent'];
  if (percent !== undefined) return (bucket) => percentile(bucket, Number(percent));
  if (trimmedForm.test(name)) throw notImplemented(`cloudwatch statistic ${name}`);
  throw invalidValue(`The value ${name} for parameter Stat is not supported.`);
}

/** The least value that at least `percent` of the measurements do not exceed. */
function percentile({ values, count, max }: Bucket, percent: number): number {
  const wanted = (percent / 100) * count;
  let seen = 0;
  for (const [value, times] of [...values].toSorted(([a], [b]) => a - b)) {
    seen += times;
    if (seen >= wanted) return value;
  }
  return max;
}
