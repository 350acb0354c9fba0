import type { Operation } from '../../engine/service.ts';
import { measureLines } from './embedded-metrics.ts';
import { invalidParameter } from './errors.ts';
import { groupName, streamName } from './names.ts';
import type { LogsState } from './state.ts';

interface InputEvent {
  readonly timestamp: number;
  readonly message: string;
}

interface PutLogEvents {
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly logEvents: readonly InputEvent[];
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const batchBytesMax = 1_048_576;
const eventOverheadBytes = 26;
const spanMsMax = 24 * 3_600_000;
const futureMsMax = 2 * 3_600_000;
const pastMsMax = 14 * 24 * 3_600_000;

/** Stores a batch; events that are too old, expired or too far in the future are left out and the answer says which. */
export function putLogEvents({ engine, groups, events, metrics }: LogsState): Operation {
  return {
    parameters: {
      logGroupName: { ...groupName, required: true },
      logStreamName: { ...streamName, required: true },
      logEvents: {
        type: 'list',
        required: true,
        lengthMin: 1,
        lengthMax: 10_000,
        member: {
          type: 'structure',
          members: {
            timestamp: { type: 'integer', required: true, valueMin: 0 },
            message: { type: 'string', required: true, lengthMin: 1 },
          },
        },
      },
      // Accepted and ignored, as AWS does since 2023.
      sequenceToken: { type: 'string' },
    },
    run({ logGroupName, logStreamName, logEvents }: PutLogEvents) {
      const group = groups.get(logGroupName);
      const stream = groups.stream(group.name, logStreamName);
      checkBatch(logEvents);
      const nowMs = engine.clock.nowMs();
      const rejected = rejectedOf(logEvents, nowMs, groups.keptFromMs(group));
      const start = Math.max(rejected.tooOldLogEventEndIndex ?? 0, rejected.expiredLogEventEndIndex ?? 0);
      const taken = logEvents.slice(start, rejected.tooNewLogEventStartIndex);
      const stored = taken.map(({ timestamp, message }) => ({ timestampMs: timestamp, message }));
      events.append(group.id, stream.id, stored, nowMs);
      events.flush();
      measureLines(metrics, stored);
      return {
        nextSequenceToken: String(stream.id).padStart(56, '4'),
        ...(Object.keys(rejected).length > 0 && { rejectedLogEventsInfo: rejected }),
      };
    },
  };
}

function checkBatch(logEvents: readonly InputEvent[]): void {
  let sizeBytes = 0;
  let previousMs = 0;
  for (const { timestamp, message } of logEvents) {
    sizeBytes += Buffer.byteLength(message) + eventOverheadBytes;
    if (timestamp < previousMs) {
      throw invalidParameter('Log events in a single PutLogEvents request must be in chronological order.');
    }
    previousMs = timestamp;
  }
  if (sizeBytes > batchBytesMax) {
    throw invalidParameter(`Upload too large: ${sizeBytes} bytes exceeds limit of ${batchBytesMax}`);
  }
  if (previousMs - (logEvents[0]?.timestamp ?? 0) > spanMsMax) {
    throw invalidParameter('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.');
  }
}

/** The batch is in order of time, so what is left out is its beginning, its end, or both. */
function rejectedOf(logEvents: readonly InputEvent[], nowMs: number, keptFromMs: number) {
  const tooNew = logEvents.findIndex(({ timestamp }) => timestamp > nowMs + futureMsMax);
  const tooOld = logEvents.filter(({ timestamp }) => timestamp < nowMs - pastMsMax).length;
  const expired = logEvents.filter(({ timestamp }) => timestamp < keptFromMs).length;
  return {
    ...(tooNew >= 0 && { tooNewLogEventStartIndex: tooNew }),
    ...(tooOld > 0 && { tooOldLogEventEndIndex: tooOld }),
    ...(expired > 0 && { expiredLogEventEndIndex: expired }),
  };
}
