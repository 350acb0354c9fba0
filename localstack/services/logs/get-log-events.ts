import type { Operation } from '../../engine/service.ts';
import { invalidParameter } from './errors.ts';
import type { EventRange, Position, StoredEvent } from './event-store.ts';
import { parsePosition, positionText } from './event-token.ts';
import { groupIdentifier, groupName, streamName } from './names.ts';
import type { LogsState } from './state.ts';

interface GetLogEvents {
  readonly logGroupName?: string;
  readonly logGroupIdentifier?: string;
  readonly logStreamName: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly startFromHead?: boolean;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
const eventsMax = 10_000;
const answerBytesMax = 1_048_576;

const beginning: Position = { timestampMs: 0, sequence: 0 };
const end: Position = { timestampMs: Number.MAX_SAFE_INTEGER, sequence: 0 };

/** A page of a stream. At an end the token that was given comes back, which is how a client knows that it is there. */
export function getLogEvents(state: LogsState): Operation {
  const { groups } = state;
  return {
    parameters: {
      logGroupName: groupName,
      logGroupIdentifier: groupIdentifier,
      logStreamName: { ...streamName, required: true },
      startTime: { type: 'integer', valueMin: 0 },
      endTime: { type: 'integer', valueMin: 0 },
      nextToken: { type: 'string' },
      limit: { type: 'integer', valueMin: 1, valueMax: eventsMax },
      startFromHead: { type: 'boolean' },
      // Nothing is masked here.
      unmask: { type: 'boolean' },
    },
    run(input: GetLogEvents) {
      const group = groups.byIdentifier(input.logGroupName, input.logGroupIdentifier);
      const stream = groups.stream(group.name, input.logStreamName);
      const range = {
        fromMs: Math.max(input.startTime ?? 0, groups.keptFromMs(group)),
        toMs: input.endTime ?? Number.MAX_SAFE_INTEGER,
      };
      const { direction, position } = placeOf(input);
      const page = readPage(state, stream.id, direction, position, range, input.limit ?? eventsMax);
      return {
        events: page.map(({ timestampMs, message, ingestedAtMs }) => ({
          timestamp: timestampMs,
          message,
          ingestionTime: ingestedAtMs,
        })),
        nextForwardToken: `f/${positionText(page.at(-1) ?? position)}/s`,
        nextBackwardToken: `b/${positionText(page[0] ?? position)}/s`,
      };
    },
  };
}

function placeOf({ nextToken, startFromHead = false }: GetLogEvents): { direction: 'f' | 'b'; position: Position } {
  if (nextToken === undefined) {
    return startFromHead ? { direction: 'f', position: beginning } : { direction: 'b', position: end };
  }
  const parts = /^(?<direction>[fb])\/(?<place>\d+)\/s$/u.exec(nextToken)?.groups;
  if (!parts) throw invalidParameter('The specified nextToken is invalid.');
  return { direction: parts['direction'] === 'f' ? 'f' : 'b', position: parsePosition(parts['place'] ?? '') };
}

/** At most 1 MiB of messages; what does not fit is cut off at the far end. */
function readPage(
  { events }: LogsState,
  stream: number,
  direction: 'f' | 'b',
  position: Position,
  range: EventRange,
  limit: number,
): StoredEvent[] {
  const isForward = direction === 'f';
  const found = isForward
    ? events.after(stream, position, range, limit)
    : events.before(stream, position, range, limit).reverse();
  let sizeBytes = 0;
  const fits = found.findIndex(({ message }) => (sizeBytes += Buffer.byteLength(message) + 26) > answerBytesMax);
  const page = fits < 0 ? found : found.slice(0, Math.max(1, fits));
  return isForward ? page : page.toReversed();
}
