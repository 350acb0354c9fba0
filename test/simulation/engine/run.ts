import { Chance } from './chance.ts';
import { Fates } from './fates.ts';
import { swarmOf } from './fault-kinds.ts';
import type { FaultKind } from './fault-kinds.ts';
import { Meter } from './meter.ts';
import { Timeline } from './timeline.ts';
import { Truth } from './truth.ts';

/** A promise that was broken: which one, and how. */
export type Violation = { readonly rule: string; readonly detail: string };

/**
 * Days on which something ends: a month, a year, February, and summer time of the zones in which the listeners live
 * (Berlin 25 October and 29 March, New York 1 November, Lord Howe 4 October by half an hour, Santiago 5 September at
 * midnight).
 */
const startDays = [
  '2026-11-20',
  '2026-10-25',
  '2026-03-29',
  '2026-11-01',
  '2026-10-04',
  '2026-09-06',
  '2026-12-31',
  '2028-02-29',
  '2026-11-30',
] as const;

/** What one seed is about: its time, its chance, its faults, what is true in it, and what was found wrong. */
export class Run {
  readonly seed: number;
  readonly chance: Chance;
  readonly timeline: Timeline;
  readonly faults: Fates;
  readonly truth: Truth;
  readonly meter = new Meter();
  readonly violations: Violation[] = [];
  /** Filled only when somebody wants to read it. */
  readonly trace: string[] | undefined;

  constructor(seed: number, { kinds, isTraced = false }: { kinds?: ReadonlySet<FaultKind>; isTraced?: boolean } = {}) {
    this.seed = seed;
    this.chance = new Chance(seed);
    this.trace = isTraced ? [] : undefined;
    const { chance } = this;
    // Half of the runs begin in the last hour of a UTC day.
    const hour = chance.is(0.5) ? 23 : chance.below(24);
    const startMs = Date.parse(`${chance.pick(startDays)}T00:00:00Z`) + hour * 3_600_000 + chance.below(3_600_000);
    this.timeline = new Timeline(startMs, chance.next);
    this.faults = new Fates(kinds ?? swarmOf(chance), chance, () => this.timeline.nowMs);
    this.truth = new Truth(this);
  }

  /** Whether this seed has faults of this kind, apart from whether one strikes now. */
  has(kind: FaultKind): boolean {
    return this.faults.kinds.has(kind);
  }

  /** The run ends at its first violation: what follows from it says little. */
  violate(rule: string, detail: string): void {
    this.violations.push({ rule, detail });
    this.timeline.isStopped = true;
    if (this.trace) this.note(`VIOLATION ${rule}: ${detail}`);
  }

  note(line: string): void {
    this.trace?.push(`${new Date(this.timeline.nowMs).toISOString()} ${line}`);
  }
}
