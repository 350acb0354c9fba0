/** Metrics and expressions as GetMetricData and alarms ask for them, and what they come to. */
import type { Parameter } from '../../../engine/validation.ts';
import { invalidValue, validationFailed } from '../errors.ts';
import { evaluateExpression } from '../math/evaluate-expression.ts';
import type { MathScope, MathValue, Series } from '../math/evaluate-expression.ts';
import { parseExpression } from '../math/parse-expression.ts';
import { isPeriod, metricOf, metricParameters, metricUnits } from './metric-input.ts';
import type { MetricInput } from './metric-input.ts';
import type { MetricStore, TimeRange } from './metric-store.ts';
import { statisticOf } from './statistic.ts';

export interface MetricStat {
  readonly Metric: MetricInput;
  readonly Period: number;
  readonly Stat: string;
  readonly Unit?: string;
}

export interface MetricQuery {
  readonly Id: string;
  readonly MetricStat?: MetricStat;
  readonly Expression?: string;
  readonly Label?: string;
  readonly ReturnData?: boolean;
  readonly Period?: number;
}

export const queryList: Parameter = {
  type: 'list',
  lengthMax: 500,
  member: {
    type: 'structure',
    members: {
      Id: { type: 'string', required: true, lengthMin: 1, lengthMax: 255 },
      MetricStat: {
        type: 'structure',
        members: {
          Metric: { type: 'structure', required: true, members: metricParameters },
          Period: { type: 'integer', required: true, valueMin: 1 },
          Stat: { type: 'string', required: true },
          Unit: { type: 'string', enum: metricUnits },
        },
      },
      Expression: { type: 'string', lengthMin: 1, lengthMax: 2048 },
      Label: { type: 'string' },
      ReturnData: { type: 'boolean' },
      Period: { type: 'integer', valueMin: 1 },
    },
  },
};

/** Throws AWS's refusal for queries that cannot be answered whatever the data. */
export function checkQueries(queries: readonly MetricQuery[]): void {
  const ids = new Set<string>();
  for (const { Id: id, MetricStat: stat, Expression: expression } of queries) {
    if (!/^[a-z]\w*$/u.test(id))
      throw validationFailed(`The value ${id} for parameter Id must start with a lowercase letter.`);
    if (ids.has(id))
      throw validationFailed(`The values for parameter id in parameter MetricDataQueries are not unique.`);
    ids.add(id);
    if ((stat === undefined) === (expression === undefined)) {
      throw validationFailed(`Exactly one of Expression and MetricStat must be given for '${id}'.`);
    }
    if (stat && !isPeriod(stat.Period)) {
      throw validationFailed(`Period must be 1, 5, 10, 20, 30, or a multiple of 60, got ${stat.Period}.`);
    }
    if (stat) statisticOf(stat.Stat);
    if (expression !== undefined) parseExpression(expression);
  }
}

/** What evaluates the queries over a range. Periods are counted from the range's beginning. */
export class QueryRun {
  readonly #store: MetricStore;
  readonly #queries: ReadonlyMap<string, MetricQuery>;
  readonly #range: TimeRange;
  readonly #known = new Map<string, MathValue>();
  readonly #underWay = new Set<string>();

  constructor(store: MetricStore, queries: readonly MetricQuery[], range: TimeRange) {
    this.#store = store;
    this.#queries = new Map(queries.map((query) => [query.Id, query]));
    this.#range = range;
  }

  /** The series behind an id, or several when an expression is a list. Throws when it is but a number. */
  result(id: string): readonly Series[] {
    const value = this.#valueOf(id);
    if (typeof value === 'number') {
      throw validationFailed(`Error in expression '${id}': the result must be a time series, not a single value.`);
    }
    const all: readonly Series[] = value instanceof Map ? [value] : (value as readonly Series[]);
    return all.map((series) => new Map([...series].filter(([, each]) => Number.isFinite(each))));
  }

  #valueOf(id: string): MathValue {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const query = this.#queries.get(id);
    if (!query) throw validationFailed(`Error in expression: unknown id '${id}'.`);
    if (this.#underWay.has(id)) throw validationFailed(`Error in expression '${id}': it refers to itself.`);
    this.#underWay.add(id);
    const value = query.MetricStat ? this.#metric(query.MetricStat) : this.#expression(query);
    this.#underWay.delete(id);
    this.#known.set(id, value);
    return value;
  }

  #metric({ Metric, Period, Stat, Unit }: MetricStat): Series {
    const statistic = statisticOf(Stat);
    const buckets = this.#store.read(metricOf(Metric), this.#range, Period * 1000, Unit);
    return new Map([...buckets].map(([atMs, bucket]) => [atMs, statistic(bucket)]));
  }

  #expression({ Expression: text = '', Period: own }: MetricQuery): MathValue {
    const periodMs = 1000 * (own ?? periodOf([...this.#queries.values()]));
    const { fromMs, toMs } = this.#range;
    const scope: MathScope = {
      named: (id) => this.#valueOf(id),
      metrics: (part = '') => this.#metrics(part),
      periodsMs: Array.from({ length: Math.ceil((toMs - fromMs) / periodMs) }, (_, index) => fromMs + index * periodMs),
    };
    return evaluateExpression(parseExpression(text), scope);
  }

  #metrics(idPart: string): Series[] {
    const metrics = [...this.#queries.values()].filter(({ Id, MetricStat: stat }) => stat && Id.includes(idPart));
    return metrics.map(({ Id }) => this.#valueOf(Id) as Series);
  }
}

/** The period that the queries' metrics share, in seconds: the longest of them. */
export function periodOf(queries: readonly MetricQuery[]): number {
  const periods = queries.flatMap(({ MetricStat: stat, Period: own }) => stat?.Period ?? own ?? []);
  if (periods.length === 0) throw invalidValue('At least one metric with a Period is needed.');
  return Math.max(...periods);
}
