/** What the operations of CloudWatch share. */
import { faultText } from '../../engine/log.ts';
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import type { ActionDoors } from './alarms/alarm-actions.ts';
import { AlarmStore } from './alarms/alarm-store.ts';
import { AlarmWatch } from './alarms/alarm-watch.ts';
import { MetricStore } from './metrics/metric-store.ts';

export interface Dashboard {
  readonly name: string;
  readonly body: string;
  readonly modifiedMs: number;
}

export interface CloudwatchState {
  readonly engine: Engine;
  readonly store: MetricStore;
  readonly alarms: AlarmStore;
  readonly watch: AlarmWatch;
  readonly dashboards: Documents<Dashboard>;
}

/** Opens the metrics alone: they come before the services that write them, and those before the alarms' actions. */
export function openMetrics({ state, clock, log }: Engine): MetricStore {
  const onLost = (fault: unknown) => log('error', 'metrics-lost', { fault: faultText(fault) });
  return new MetricStore(state.database('cloudwatch'), clock, onLost);
}

export function openCloudwatchState(engine: Engine, store: MetricStore, doors: ActionDoors): CloudwatchState {
  const alarms = new AlarmStore(engine);
  const watch = new AlarmWatch(engine, store, alarms, doors);
  return { engine, store, alarms, watch, dashboards: engine.state.documents<Dashboard>('cloudwatch-dashboards') };
}
