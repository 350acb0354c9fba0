/**
 * Measurements in SQLite: a row for each metric, unit and minute (or second, for high resolution).
 *
 * Every invocation and every request of the cloud passes here, so what comes within a second is added up in memory and
 * written in one transaction. Whoever reads, or has to promise durability, flushes first.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import type { Clock, Timer } from '../../../engine/clock.ts';
import type { MetricDoor } from '../../../engine/doors.ts';
import { mergeBuckets, bucketOf } from './bucket.ts';
import type { Bucket } from './bucket.ts';

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface TimeRange {
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
}

interface Pending {
  readonly series: number;
  readonly unit: string;
  readonly atMs: number;
  bucket: Bucket;
}

export const minuteMs = 60_000;
const flushMs = 1_000;
/** "Data points with a period of 60 seconds (1 minute) are available for 15 days." Here all are, and no longer. */
export const retentionMs = 15 * 24 * 60 * minuteMs;

const schema = `
  CREATE TABLE IF NOT EXISTS series (
    id INTEGER PRIMARY KEY,
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    dimensions TEXT NOT NULL,
    lastAtMs INTEGER NOT NULL DEFAULT 0,
    UNIQUE (namespace, name, dimensions)
  );
  CREATE TABLE IF NOT EXISTS points (
    series INTEGER NOT NULL, atMs INTEGER NOT NULL, unit TEXT NOT NULL,
    count REAL NOT NULL, sum REAL NOT NULL, min REAL NOT NULL, max REAL NOT NULL, "values" TEXT NOT NULL,
    PRIMARY KEY (series, atMs, unit)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS points_by_age ON points (atMs);
`;

export class MetricStore implements MetricDoor {
  readonly #database: DatabaseSync;
  readonly #clock: Clock;
  readonly #onLost: (fault: unknown) => void;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #seriesIds = new Map<string, number>();
  #pending = new Map<string, Pending>();
  #timer: Timer | undefined;

  /** `onLost` hears of measurements that could not be written when nobody waits who could be told. */
  constructor(database: DatabaseSync, clock: Clock, onLost: (fault: unknown) => void) {
    database.exec(schema);
    this.#database = database;
    this.#clock = clock;
    this.#onLost = onLost;
    this.#statements = prepare((sql) => database.prepare(sql));
  }

  put(
    namespace: string,
    name: string,
    dimensions: Readonly<Record<string, string>>,
    value: number,
    unit: string,
    timestampMs: number,
  ): void {
    this.add({ namespace, name, dimensions }, unit, timestampMs, bucketOf(value));
  }

  /** Adds measurements. They are on disk after `flush`, which runs by itself within a second. */
  add(metric: Metric, unit: string, timestampMs: number, bucket: Bucket, resolutionMs = minuteMs): void {
    const series = this.#idOf(metric);
    const atMs = Math.floor(timestampMs / resolutionMs) * resolutionMs;
    const key = `${series} ${atMs} ${unit}`;
    const known = this.#pending.get(key);
    if (known) known.bucket = mergeBuckets(known.bucket, bucket);
    else this.#pending.set(key, { series, unit, atMs, bucket });
    this.#timer ??= this.#clock.after(flushMs, () => {
      this.#timer = undefined;
      if (!this.#database.isOpen) return;
      try {
        this.flush();
      } catch (fault) {
        this.#onLost(fault);
      }
    });
  }

  /** Writes what is pending in one transaction. */
  flush(): void {
    if (this.#pending.size === 0) return;
    const pending = this.#pending;
    this.#pending = new Map();
    const { find, write, touch } = this.#statements;
    this.#transaction(() => {
      for (const { series, atMs, unit, bucket } of pending.values()) {
        const row = find.get(series, atMs, unit);
        const { count, sum, min, max, values } = row ? mergeBuckets(toBucket(row), bucket) : bucket;
        write.run(series, atMs, unit, count, sum, min, max, JSON.stringify([...values]));
        touch.run(atMs, series);
      }
    });
  }

  /** The measurements of a metric, added up by periods that are counted from `range.fromMs`; keys are their starts. */
  read(metric: Metric, range: TimeRange, periodMs: number, unit?: string): Map<number, Bucket> {
    this.flush();
    const periods = new Map<number, Bucket>();
    const { fromMs, toMs } = range;
    const { namespace, name } = metric;
    for (const row of this.#statements.read.all(namespace, name, dimensionsText(metric), fromMs, toMs)) {
      if (unit !== undefined && row['unit'] !== unit) continue;
      const atMs = fromMs + Math.floor((Number(row['atMs']) - fromMs) / periodMs) * periodMs;
      const known = periods.get(atMs);
      periods.set(atMs, known ? mergeBuckets(known, toBucket(row)) : toBucket(row));
    }
    return periods;
  }

  /** Metrics that have had data since `sinceMs`, in the order in which they first appeared. */
  list(sinceMs: number): Metric[] {
    this.flush();
    return this.#statements.list.all(sinceMs).map((row) => ({
      namespace: String(row['namespace']),
      name: String(row['name']),
      dimensions: Object.fromEntries(JSON.parse(String(row['dimensions'])) as [string, string][]),
    }));
  }

  /** Forgets what is past its retention. */
  sweep(): void {
    this.flush();
    const keptFromMs = this.#clock.nowMs() - retentionMs;
    this.#statements.deleteOlder.run(keptFromMs);
    this.#statements.deleteSeries.run(keptFromMs);
    // Ids of metrics that are gone must not be written to again.
    this.#seriesIds.clear();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.flush();
  }

  #idOf(metric: Metric): number {
    const dimensions = dimensionsText(metric);
    const { namespace, name } = metric;
    const key = `${namespace}\n${name}\n${dimensions}`;
    const known = this.#seriesIds.get(key);
    if (known !== undefined) return known;
    const row = this.#statements.addSeries.get(namespace, name, dimensions);
    const id = Number(row?.['id']);
    this.#seriesIds.set(key, id);
    return id;
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (fault) {
      this.#database.exec('ROLLBACK');
      throw fault;
    }
  }
}

/** The same dimensions in any order are the same metric. */
function dimensionsText({ dimensions }: Metric): string {
  return JSON.stringify(Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function toBucket(row: Record<string, unknown>): Bucket {
  const { count, sum, min, max, values } = row as Record<string, number | string>;
  return {
    count: Number(count),
    sum: Number(sum),
    min: Number(min),
    max: Number(max),
    values: new Map(JSON.parse(String(values)) as [number, number][]),
  };
}

function prepare(statement: (sql: string) => StatementSync) {
  return {
    addSeries: statement(
      'INSERT INTO series (namespace, name, dimensions) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = name RETURNING id',
    ),
    touch: statement('UPDATE series SET lastAtMs = max(lastAtMs, ?) WHERE id = ?'),
    find: statement('SELECT * FROM points WHERE series = ? AND atMs = ? AND unit = ?'),
    write: statement('INSERT OR REPLACE INTO points VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
    read: statement(
      `SELECT points.* FROM points JOIN series ON series.id = points.series
       WHERE namespace = ? AND name = ? AND dimensions = ? AND atMs >= ? AND atMs < ? ORDER BY atMs`,
    ),
    list: statement('SELECT namespace, name, dimensions FROM series WHERE lastAtMs >= ? ORDER BY id'),
    deleteSeries: statement('DELETE FROM series WHERE lastAtMs < ?'),
    deleteOlder: statement('DELETE FROM points WHERE atMs < ?'),
  };
}
