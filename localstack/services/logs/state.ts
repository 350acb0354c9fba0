/** What the operations of CloudWatch Logs share. */
import type { Engine } from '../../engine/service.ts';
import { EventStore } from './event-store.ts';
import { LogGroups } from './groups.ts';

export interface LogsState {
  readonly engine: Engine;
  readonly groups: LogGroups;
  readonly events: EventStore;
}

export function openLogsState(engine: Engine): LogsState {
  const sessions = engine.state.documents<number>('logs-sessions');
  const session = (sessions.get('last') ?? 0) + 1;
  sessions.put('last', session);
  return { engine, groups: new LogGroups(engine), events: new EventStore(engine.state.database('logs'), session) };
}
