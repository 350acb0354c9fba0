/** What is kept of the measurements of a span of time: enough for every statistic. */
export interface Bucket {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** How often each value was seen, for percentiles. */
  readonly values: ReadonlyMap<number, number>;
}

/** Beyond so many different values, they are kept to two digits, as AWS's own percentiles are approximate as well. */
const exactValuesMax = 200;

/** `count` measurements of one value. */
export function bucketOf(value: number, count = 1): Bucket {
  return { count, sum: value * count, min: value, max: value, values: new Map([[value, count]]) };
}

export function mergeBuckets(left: Bucket, right: Bucket): Bucket {
  const values = new Map(left.values);
  for (const [value, count] of right.values) values.set(value, (values.get(value) ?? 0) + count);
  return {
    count: left.count + right.count,
    sum: left.sum + right.sum,
    min: Math.min(left.min, right.min),
    max: Math.max(left.max, right.max),
    values: values.size > exactValuesMax ? rounded(values) : values,
  };
}

function rounded(values: ReadonlyMap<number, number>): Map<number, number> {
  const kept = new Map<number, number>();
  for (const [value, count] of values) {
    const near = Number(value.toPrecision(2));
    kept.set(near, (kept.get(near) ?? 0) + count);
  }
  return kept;
}
