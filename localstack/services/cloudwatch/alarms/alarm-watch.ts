/** Evaluates alarms by the clock, and changes their states. */
import type { Timer } from '../../../engine/clock.ts';
import { faultText } from '../../../engine/log.ts';
import type { Engine } from '../../../engine/service.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { runActions } from './alarm-actions.ts';
import type { ActionDoors } from './alarm-actions.ts';
import { alarmPoints, periodMsOf } from './alarm-data.ts';
import type { AlarmStore } from './alarm-store.ts';
import type { Alarm, AlarmState } from './alarm.ts';
import { explainState } from './explain-state.ts';
import { comparisonOf, judge } from './judge.ts';

/** Alarms with shorter periods are evaluated "every 10 seconds", the others "every minute". */
const tickMs = 10_000;
const minuteMs = 60_000;
const sweepMs = 3_600_000;

export class AlarmWatch {
  readonly #engine: Engine;
  readonly #metrics: MetricStore;
  readonly #alarms: AlarmStore;
  readonly #doors: ActionDoors;
  #timer: Timer | undefined;
  #sweptMs = 0;

  constructor(engine: Engine, metrics: MetricStore, alarms: AlarmStore, doors: ActionDoors) {
    this.#engine = engine;
    this.#metrics = metrics;
    this.#alarms = alarms;
    this.#doors = doors;
  }

  start(): void {
    this.#arm();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Puts the alarm into a state; its actions run when the value is another one. */
  async setState(alarm: Alarm, next: Omit<AlarmState, 'updatedMs'>): Promise<void> {
    const previous = alarm.state;
    const updatedMs = this.#engine.clock.nowMs();
    const state = { ...next, updatedMs };
    const hasChanged = previous.value !== state.value;
    const changed = { ...alarm, state, transitionedMs: hasChanged ? updatedMs : alarm.transitionedMs };
    this.#alarms.put(changed);
    if (!hasChanged) return;
    const { AlarmName: name } = alarm.settings;
    this.#alarms.record(name, 'StateUpdate', `Alarm updated from ${previous.value} to ${state.value}`, {
      version: '1.0',
      oldState: historyState(previous),
      newState: historyState(state),
    });
    await runActions(this.#engine, this.#alarms, this.#doors, changed, previous);
  }

  #arm(): void {
    const nowMs = this.#engine.clock.nowMs();
    this.#timer = this.#engine.clock.after(tickMs - (nowMs % tickMs), async () => {
      this.#arm();
      await this.#evaluateAll();
    });
  }

  async #evaluateAll(): Promise<void> {
    const nowMs = this.#engine.clock.nowMs();
    // Aligned, since a timer of the wall clock may come late.
    const endMs = Math.floor(nowMs / tickMs) * tickMs;
    for (const alarm of this.#alarms.list()) {
      try {
        if (periodMsOf(alarm.settings) < minuteMs || endMs % minuteMs === 0) await this.#evaluate(alarm, endMs);
      } catch (fault) {
        this.#engine.log('error', 'alarm-faulted', { alarmName: alarm.settings.AlarmName, fault: faultText(fault) });
      }
    }
    if (nowMs - this.#sweptMs < sweepMs) return;
    this.#sweptMs = nowMs;
    this.#metrics.sweep();
    this.#alarms.sweep();
  }

  async #evaluate(alarm: Alarm, endMs: number): Promise<void> {
    const { settings } = alarm;
    const threshold = settings.Threshold ?? 0;
    const compare = comparisonOf(settings.ComparisonOperator);
    const points = alarmPoints(this.#metrics, settings, endMs);
    const value = judge(
      points.map((point) => point.value),
      {
        evaluationPeriods: settings.EvaluationPeriods,
        datapointsToAlarm: settings.DatapointsToAlarm ?? settings.EvaluationPeriods,
        treatMissingData: settings.TreatMissingData ?? 'missing',
        isBreaching: (each) => compare(each, threshold),
      },
    );
    if (value === undefined || value === alarm.state.value) return;
    await this.setState(alarm, { value, ...explainState(settings, value, points, endMs) });
  }
}

function historyState({ value, reason, reasonData }: AlarmState): object {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData !== undefined && { stateReasonData: JSON.parse(reasonData) as unknown }),
  };
}
