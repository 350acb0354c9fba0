/** Schedules and their groups, in memory and in the state folder. */
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { groupNotFound, scheduleNotFound } from './errors.ts';

/** As the API writes it. */
export interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: { readonly MaximumEventAgeInSeconds?: number; readonly MaximumRetryAttempts?: number };
}

export interface StoredSchedule {
  readonly name: string;
  readonly group: string;
  readonly arn: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly startMs?: number;
  readonly endMs?: number;
  readonly isEnabled: boolean;
  readonly target: Target;
  readonly description?: string;
  readonly isDeletedAfterCompletion: boolean;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** When the rhythm began: a rate without a start date counts from here. */
  readonly anchorMs: number;
  /** True once a one-time schedule has run. */
  readonly isCompleted: boolean;
  readonly clientToken?: string;
}

export interface Group {
  readonly name: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

export class Schedules {
  readonly #engine: Engine;
  readonly #scheduleDocuments: Documents<StoredSchedule>;
  readonly #groupDocuments: Documents<Group>;
  readonly #schedules: Map<string, StoredSchedule>;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#scheduleDocuments = engine.state.documents('scheduler-schedules');
    this.#groupDocuments = engine.state.documents('scheduler-groups');
    this.#schedules = new Map(this.#scheduleDocuments.list().map((schedule) => [keyOf(schedule), schedule]));
  }

  find(group: string, name: string): StoredSchedule | undefined {
    return this.#schedules.get(keyOf({ group, name }));
  }

  get(group: string, name: string): StoredSchedule {
    const schedule = this.find(group, name);
    if (!schedule) throw scheduleNotFound(name);
    return schedule;
  }

  put(schedule: StoredSchedule): void {
    this.#schedules.set(keyOf(schedule), schedule);
    this.#scheduleDocuments.put(keyOf(schedule), schedule);
  }

  delete(schedule: StoredSchedule): void {
    this.#schedules.delete(keyOf(schedule));
    this.#scheduleDocuments.delete(keyOf(schedule));
  }

  /** In order of group and name. */
  list(): StoredSchedule[] {
    return [...this.#schedules.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  findGroup(name: string): Group | undefined {
    if (name === 'default') return this.#groupDocuments.get(name) ?? this.#newGroup(name);
    return this.#groupDocuments.get(name);
  }

  group(name: string): Group {
    const group = this.findGroup(name);
    if (!group) throw groupNotFound(name);
    return group;
  }

  createGroup(name: string, tags: Group['tags']): Group {
    const group = { ...this.#newGroup(name), tags };
    this.putGroup(group);
    return group;
  }

  putGroup(group: Group): void {
    this.#groupDocuments.put(group.name, group);
  }

  deleteGroup(name: string): void {
    this.#groupDocuments.delete(name);
  }

  /** With the default group, which is always there. */
  groups(): Group[] {
    const others = this.#groupDocuments.list().filter(({ name }) => name !== 'default');
    return [this.group('default'), ...others].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }

  arnOf(group: string, name: string): string {
    return `arn:aws:scheduler:${this.#engine.region}:${this.#engine.accountId}:schedule/${group}/${name}`;
  }

  #newGroup(name: string): Group {
    const nowMs = this.#engine.clock.nowMs();
    const arn = `arn:aws:scheduler:${this.#engine.region}:${this.#engine.accountId}:schedule-group/${name}`;
    return { name, arn, createdAtMs: nowMs, modifiedAtMs: nowMs, tags: [] };
  }
}

/** Neither name may hold a slash. */
export function keyOf({ group, name }: Pick<StoredSchedule, 'group' | 'name'>): string {
  return `${group}/${name}`;
}
