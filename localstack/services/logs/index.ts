/** Amazon CloudWatch Logs: groups, streams, events, filters and retention. */
import type { LogDoor, MetricDoor } from '../../engine/doors.ts';
import type { Engine, Service } from '../../engine/service.ts';
import { createLogGroup } from './create-log-group.ts';
import { createLogStream } from './create-log-stream.ts';
import { deleteLogGroup } from './delete-log-group.ts';
import { deleteLogStream } from './delete-log-stream.ts';
import { describeLogGroups } from './describe-log-groups.ts';
import { describeLogStreams } from './describe-log-streams.ts';
import { filterLogEvents } from './filter-log-events.ts';
import { getLogEvents } from './get-log-events.ts';
import { openLogDoor } from './log-door.ts';
import { putLogEvents } from './put-log-events.ts';
import { logGroupResource } from './resources.ts';
import { deleteRetentionPolicy, putRetentionPolicy } from './retention-policy.ts';
import { RetentionSweep } from './retention.ts';
import { openLogsState } from './state.ts';
import { tagOperations } from './tags.ts';

export interface LogsService extends Service {
  readonly door: LogDoor;
}

export function createLogs(engine: Engine, metrics?: MetricDoor): LogsService {
  const state = openLogsState(engine, metrics);
  const sweep = new RetentionSweep(state);
  return {
    name: 'logs',
    protocol: { kind: 'json', version: '1.1', targetPrefix: 'Logs_20140328' },
    operations: {
      CreateLogGroup: createLogGroup(state),
      CreateLogStream: createLogStream(state),
      DeleteLogGroup: deleteLogGroup(state),
      DeleteLogStream: deleteLogStream(state),
      DeleteRetentionPolicy: deleteRetentionPolicy(state),
      DescribeLogGroups: describeLogGroups(state),
      DescribeLogStreams: describeLogStreams(state),
      FilterLogEvents: filterLogEvents(state),
      GetLogEvents: getLogEvents(state),
      PutLogEvents: putLogEvents(state),
      PutRetentionPolicy: putRetentionPolicy(state),
      ...tagOperations(state),
    },
    resources: { 'AWS::Logs::LogGroup': logGroupResource },
    start: () => sweep.start(),
    stop: () => {
      sweep.stop();
      state.events.flush();
    },
    door: openLogDoor(state),
  };
}
