import type { Operation } from '../../engine/service.ts';
import { invalidParameter } from './errors.ts';
import type { LogGroup, LogStream } from './groups.ts';
import { groupIdentifier, groupName, streamName } from './names.ts';
import { pageAfter } from './page.ts';
import type { LogsState } from './state.ts';

interface DescribeLogStreams {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamNamePrefix?: string;
  readonly orderBy?: 'LogStreamName' | 'LastEventTime';
  readonly descending?: boolean;
  readonly limit?: number;
  readonly nextToken?: string;
}

/** Streams of a group in order of name or of last event. */
export function describeLogStreams({ groups, events }: LogsState): Operation {
  const describe = (group: LogGroup, stream: LogStream) => {
    const bounds = events.bounds(stream.id, groups.keptFromMs(group));
    return {
      logStreamName: stream.name,
      creationTime: stream.createdAtMs,
      ...(bounds && {
        firstEventTimestamp: bounds.firstMs,
        lastEventTimestamp: bounds.lastMs,
        lastIngestionTime: bounds.ingestedAtMs,
      }),
      // AWS has not used sequence tokens since 2023 but still sends one.
      uploadSequenceToken: String(stream.id).padStart(56, '4'),
      arn: `${groups.arnOf(group)}:log-stream:${stream.name}`,
      storedBytes: 0,
    };
  };
  return {
    parameters: {
      logGroupName: groupName,
      logGroupIdentifier: groupIdentifier,
      logStreamNamePrefix: streamName,
      orderBy: { type: 'string', enum: ['LogStreamName', 'LastEventTime'] },
      descending: { type: 'boolean' },
      limit: { type: 'integer', valueMin: 1, valueMax: 50 },
      nextToken: { type: 'string' },
    },
    run(input: DescribeLogStreams) {
      const { logStreamNamePrefix, orderBy = 'LogStreamName', descending = false, limit = 50 } = input;
      if (orderBy === 'LastEventTime' && logStreamNamePrefix !== undefined) {
        throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.');
      }
      const group = groups.byIdentifier(input.logGroupName, input.logGroupIdentifier);
      const named = groups.streams(group.name).filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ''));
      const described = named.map((stream) => describe(group, stream));
      // The sort is stable: streams of the same time, or without events, stay in order of name.
      if (orderBy === 'LastEventTime') {
        described.sort((a, b) => (a.lastEventTimestamp ?? 0) - (b.lastEventTimestamp ?? 0));
      }
      if (descending) described.reverse();
      const { items, nextToken } = pageAfter(described, limit, input.nextToken, ({ logStreamName }) => logStreamName);
      return { logStreams: items, ...(nextToken && { nextToken }) };
    },
  };
}
