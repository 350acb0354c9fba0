/** What a run has measured: printed as it comes, ours beside the alternative, and kept for `--json`. */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

/** One measurement of one system. */
export interface Sample {
  /** Whose figure it is. */
  readonly name: string;
  readonly value: number;
  /** Whatever else is worth knowing, in print order: `{ 'server µs': 4.2 }`. */
  readonly notes?: Readonly<Record<string, number | string>>;
}

export interface Row {
  readonly section: string;
  readonly measure: string;
  readonly unit: string;
  /** Whether more is better (a rate) or less (a time). */
  readonly better: 'more' | 'less';
  readonly ours: Sample;
  /** The named alternative, run in the same run; absent where the row explains another row. */
  readonly beside?: Sample;
}

type KeptRow = Row & { readonly ratio?: number; readonly loadAverage: number; readonly at: string };

export class Report {
  readonly #rows: KeptRow[] = [];
  readonly #startedAtMs = performance.now();

  /** Opens a section. */
  section(name: string, what: string): void {
    console.log(`\n${name}: ${what}`);
  }

  /** A progress line: what is going on now. */
  tell(text: string): void {
    const seconds = Math.round((performance.now() - this.#startedAtMs) / 1000);
    console.log(`  ${String(seconds).padStart(4)} s  ${text} …`);
  }

  add(row: Row): void {
    const loadAverage = loadavg()[0] ?? 0;
    const ratio = row.beside && ratioOf(row, row.beside);
    this.#rows.push({ ...row, ...(ratio !== undefined && { ratio }), loadAverage, at: new Date().toISOString() });
    const load = `load ${loadAverage.toFixed(1)}`;
    console.log(`  ${row.measure}`);
    console.log(`      ${sampleText(row.ours, row.unit)}   [${load}]`);
    if (row.beside) console.log(`      ${sampleText(row.beside, row.unit)}`);
    if (ratio !== undefined) console.log(`      ${ratioText(ratio)}`);
  }

  write(file: string): void {
    const machine = { cpu: cpus()[0]?.model, cores: availableParallelism(), node: process.version };
    writeFileSync(file, `${JSON.stringify({ machine, rows: this.#rows }, undefined, 2)}\n`);
  }
}

/** How many times better ours is; below one it is worse. */
function ratioOf({ better, ours }: Row, beside: Sample): number {
  return better === 'more' ? ours.value / beside.value : beside.value / ours.value;
}

function ratioText(ratio: number): string {
  return ratio >= 1 ? `${figure(ratio)} times as good` : `${figure(ratio)} of the alternative`;
}

function sampleText({ name, value, notes = {} }: Sample, unit: string): string {
  const rest = Object.entries(notes).map(([key, note]) => `${key} ${typeof note === 'number' ? figure(note) : note}`);
  return [`${name.padEnd(34)} ${`${figure(value)} ${unit}`.padStart(20)}`, ...rest].join('   ');
}

/** Three digits that mean something. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

export const mebibytes = (bytes: number): string => `${figure(bytes / 1024 / 1024)} MiB`;
