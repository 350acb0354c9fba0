/** CloudWatch Logs for its neighbours in the cloud. */
import type { LogDoor } from '../../engine/doors.ts';
import { measureLines } from './embedded-metrics.ts';
import type { LogsState } from './state.ts';

export function openLogDoor({ engine, groups, events, metrics }: LogsState): LogDoor {
  return {
    append: (groupName, streamName, logEvents) => {
      const group = groups.find(groupName) ?? groups.create({ name: groupName, logGroupClass: 'STANDARD', tags: {} });
      const stream = groups.findStream(groupName, streamName) ?? groups.createStream(group, streamName);
      events.append(group.id, stream.id, logEvents, engine.clock.nowMs());
      measureLines(metrics, logEvents);
    },
  };
}
