/** What the operations of CloudWatch Logs share. */
import type { MetricDoor } from '../../engine/doors.ts';
import { faultText } from '../../engine/log.ts';
import type { Engine } from '../../engine/service.ts';
import { EventStore } from './event-store.ts';
import { LogGroups } from './groups.ts';

export interface LogsState {
  readonly engine: Engine;
  readonly groups: LogGroups;
  readonly events: EventStore;
  /** Where the measurements in log lines go. */
  readonly metrics?: MetricDoor;
}

export function openLogsState(engine: Engine, metrics?: MetricDoor): LogsState {
  const sessions = engine.state.documents<number>('logs-sessions');
  const session = (sessions.get('last') ?? 0) + 1;
  sessions.put('last', session);
  const onLost = (fault: unknown) => engine.log('error', 'log-lines-lost', { fault: faultText(fault) });
  const events = new EventStore(engine.state.database('logs'), session, onLost);
  return { engine, groups: new LogGroups(engine), events, ...(metrics && { metrics }) };
}
