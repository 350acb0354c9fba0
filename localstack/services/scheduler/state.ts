import { roleSession } from '../../engine/authorization/principal.ts';
import { deliver } from '../../engine/eventing/delivery.ts';
import type { Doors } from '../../engine/eventing/delivery.ts';
import { parseScheduleExpression } from '../../engine/eventing/schedule-expression.ts';
import type { Schedule } from '../../engine/eventing/schedule-expression.ts';
import { Ticker } from '../../engine/eventing/ticker.ts';
/** What the operations of EventBridge Scheduler share: the schedules, and what makes them run. */
import { randomUuid } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import type { StoredSchedule } from './schedules.ts';
import { keyOf, Schedules } from './schedules.ts';
import { fillInput } from './target-input.ts';

export class SchedulerState {
  readonly engine: Engine;
  readonly schedules: Schedules;
  readonly #doors: Doors;
  readonly #ticker: Ticker;

  constructor(engine: Engine, doors: Doors) {
    this.engine = engine;
    this.#doors = doors;
    this.schedules = new Schedules(engine);
    this.#ticker = new Ticker(engine.clock);
    for (const schedule of this.schedules.list()) this.#arm(schedule);
  }

  /** A one-time schedule that fell due while nothing ran runs late rather than never; recurring ones go on. */
  start(): void {
    const nowMs = this.engine.clock.nowMs();
    for (const schedule of this.schedules.list()) {
      const { expression, timeZone, createdAtMs, isCompleted, isEnabled } = schedule;
      const parsed = parseScheduleExpression(expression, timeZone);
      const atMs = parsed?.kind === 'at' ? parsed.next(createdAtMs, createdAtMs) : undefined;
      if (atMs !== undefined && atMs <= nowMs && isEnabled && !isCompleted) this.#run(schedule, atMs);
    }
    this.#ticker.start();
  }

  stop(): void {
    this.#ticker.stop();
  }

  put(schedule: StoredSchedule): void {
    this.schedules.put(schedule);
    this.#arm(schedule);
  }

  delete(schedule: StoredSchedule): void {
    this.schedules.delete(schedule);
    this.#ticker.delete(keyOf(schedule));
  }

  #arm(stored: StoredSchedule): void {
    const key = keyOf(stored);
    this.#ticker.delete(key);
    const parsed = parseScheduleExpression(stored.expression, stored.timeZone);
    if (!parsed || !stored.isEnabled || stored.isCompleted) return;
    this.#ticker.set(key, {
      schedule: within(stored, parsed),
      anchorMs: stored.startMs ?? stored.anchorMs,
      run: (scheduledMs) => this.#run(this.schedules.get(stored.group, stored.name), scheduledMs),
    });
  }

  #run(schedule: StoredSchedule, scheduledMs: number): void {
    const { target, arn } = schedule;
    deliver(this.engine, this.#doors, {
      senderArn: arn,
      senderAttribute: 'SCHEDULE_ARN',
      principal: roleSession(target.RoleArn, schedule.name),
      targetArn: target.Arn,
      input: fillInput(this.engine, schedule, scheduledMs, randomUuid(this.engine.random)),
      deadLetterArn: target.DeadLetterConfig?.Arn,
    });
    if (this.#next(schedule, scheduledMs) !== undefined) return;
    if (schedule.isDeletedAfterCompletion) this.delete(schedule);
    else this.put({ ...schedule, isCompleted: true });
  }

  #next(stored: StoredSchedule, afterMs: number): number | undefined {
    const parsed = parseScheduleExpression(stored.expression, stored.timeZone);
    return parsed && within(stored, parsed).next(afterMs, stored.startMs ?? stored.anchorMs);
  }
}

/** The schedule between its dates. A rate with a start date ticks first at that date. */
function within({ startMs, endMs }: StoredSchedule, schedule: Schedule): Schedule {
  return {
    kind: schedule.kind,
    next: (afterMs, anchorMs) => {
      const isBefore = startMs !== undefined && afterMs < startMs;
      const nextMs =
        isBefore && schedule.kind === 'rate' ? startMs : schedule.next(isBefore ? startMs - 1 : afterMs, anchorMs);
      return nextMs !== undefined && endMs !== undefined && nextMs > endMs ? undefined : nextMs;
    },
  };
}
