import type { Operation } from '../../engine/service.ts';
import { invalidParameter } from './errors.ts';
import type { Position, StoredEvent } from './event-store.ts';
import { parsePosition, positionText } from './event-token.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import type { LogGroup } from './groups.ts';
import { groupIdentifier, groupName, streamName } from './names.ts';
import type { LogsState } from './state.ts';

interface FilterLogEvents {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const eventsMax = 10_000;
const answerBytesMax = 1_048_576;
/** A page looks at no more events than this; AWS too answers short or empty pages with a token when it has read enough. */
const scannedMax = 100_000;

/** Events of a group's streams that match a pattern, in order of time. */
export function filterLogEvents(state: LogsState): Operation {
  const { groups } = state;
  return {
    parameters: {
      logGroupName: groupName,
      logGroupIdentifier: groupIdentifier,
      logStreamNames: { type: 'list', member: streamName, lengthMin: 1, lengthMax: 100 },
      logStreamNamePrefix: streamName,
      startTime: { type: 'integer', valueMin: 0 },
      endTime: { type: 'integer', valueMin: 0 },
      filterPattern: { type: 'string', lengthMax: 1024 },
      nextToken: { type: 'string' },
      limit: { type: 'integer', valueMin: 1, valueMax: eventsMax },
      // Deprecated: the answer is always in order of time across streams.
      interleaved: { type: 'boolean' },
      // Nothing is masked here.
      unmask: { type: 'boolean' },
    },
    run(input: FilterLogEvents) {
      const group = groups.byIdentifier(input.logGroupName, input.logGroupIdentifier);
      const streamNames = chooseStreams(state, group, input);
      const { found, next } = scan(state, group, streamNames, input);
      return {
        events: found.map((event) => ({
          logStreamName: streamNames.get(event.stream),
          timestamp: event.timestampMs,
          message: event.message,
          ingestionTime: event.ingestedAtMs,
          eventId: positionText(event),
        })),
        searchedLogStreams: [],
        ...(next && { nextToken: positionText(next) }),
      };
    },
  };
}

/** Names of the streams to search, by their number in the event table. */
function chooseStreams({ groups }: LogsState, group: LogGroup, input: FilterLogEvents): Map<number, string> {
  const { logStreamNames, logStreamNamePrefix } = input;
  if (logStreamNames && logStreamNamePrefix !== undefined) {
    throw invalidParameter('logStreamNames and logStreamNamePrefix cannot both be specified.');
  }
  const chosen = logStreamNames
    ? logStreamNames.map((name) => groups.stream(group.name, name))
    : groups.streams(group.name).filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ''));
  return new Map(chosen.map(({ id, name }) => [id, name]));
}

function scan(
  { groups, events }: LogsState,
  group: LogGroup,
  streamNames: ReadonlyMap<number, string>,
  input: FilterLogEvents,
): { found: StoredEvent[]; next: Position | undefined } {
  const { startTime = 0, endTime, filterPattern = '', nextToken, limit = eventsMax } = input;
  const matches = compileFilterPattern(filterPattern);
  const position = nextToken === undefined ? { timestampMs: 0, sequence: 0 } : parsePosition(nextToken);
  const range = {
    fromMs: Math.max(startTime, groups.keptFromMs(group)),
    // "Events with a timestamp later than this time are not returned": the end is part of the range.
    toMs: endTime === undefined ? Number.MAX_SAFE_INTEGER : endTime + 1,
  };
  const found: StoredEvent[] = [];
  let sizeBytes = 0;
  let scanned = 0;
  for (const event of events.ofGroup(group.id, position, range)) {
    scanned += 1;
    if (streamNames.has(event.stream) && matches(event.message)) {
      found.push(event);
      sizeBytes += Buffer.byteLength(event.message) + 26;
    }
    if (found.length >= limit || sizeBytes >= answerBytesMax || scanned >= scannedMax) return { found, next: event };
  }
  return { found, next: undefined };
}
