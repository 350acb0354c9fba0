/** From a remembered mapping to one that runs: settings in the units of the code, events, destinations. */
import { notImplemented } from '../../../engine/aws-error.ts';
import type { InvokeAnswer, StreamDoor, StreamRecord } from '../../../engine/doors.ts';
import { faultText } from '../../../engine/log.ts';
import { randomUuid } from '../../../engine/random.ts';
import type { Engine } from '../../../engine/service.ts';
import { queuesForRole, streamsForRole } from '../act-as-role.ts';
import type { FunctionRecord } from '../function-record.ts';
import { batchFailure } from './batch-failure.ts';
import type { Checkpoints } from './checkpoints.ts';
import { compileFilter } from './event-filter.ts';
import type { MappingDoors } from './event-source-mappings.ts';
import { kinesisEvent, kinesisRecordBytes } from './kinesis-event.ts';
import type { MappingRecord } from './mapping-record.ts';
import { QueueMapping } from './queue-mapping.ts';
import { StreamMapping } from './stream-mapping.ts';
import type { StreamMappingPorts } from './stream-mapping.ts';
import { tableEvent, tableRecordBytes } from './table-event.ts';
import { withWindow } from './tumbling-window.ts';
import type { WindowContext } from './tumbling-window.ts';

export interface OpenMapping {
  start(): void;
  stop(): Promise<void>;
}

export interface OpenMappingDoors extends MappingDoors {
  readonly checkpoints: Checkpoints;
}

/** Tells how the last batch went: nothing when well, else what was wrong. */
type Note = (fault: unknown) => void;

/**
 * Batches of one queue that run side by side when the mapping sets no maximum. AWS goes up to 1,250, but here each is
 * a process of this machine.
 */
const queueConcurrency = 10;

const reportsItemFailures = ({ responseTypes }: MappingRecord): boolean =>
  responseTypes.includes('ReportBatchItemFailures');

/** The door to the kind of stream that the mapping reads. */
export function streamsOf({ source, eventSourceArn }: MappingRecord, doors: MappingDoors): StreamDoor {
  const door = source === 'dynamodb' ? doors.tableStreams : doors.streams;
  if (!door) throw notImplemented(`lambda event source mapping on ${eventSourceArn}`);
  return door;
}

export function openMapping(
  record: MappingRecord,
  engine: Engine,
  allDoors: OpenMappingDoors,
  note: Note,
): OpenMapping {
  // Looked up each time: a function may change its role.
  const functionRecord = (): FunctionRecord => allDoors.functionNamed(record.functionArn);
  const doors = {
    ...allDoors,
    queues: queuesForRole(engine, allDoors.queues, functionRecord),
  };
  const { source } = record;
  if (source === 'sqs') return openQueue(record, engine, doors, note);
  const streams = streamsForRole(engine, streamsOf(record, allDoors), functionRecord, source);
  return openStream({ ...record, source }, engine, { ...doors, streams }, note);
}

function openQueue(record: MappingRecord, engine: Engine, doors: OpenMappingDoors, note: Note): OpenMapping {
  const { filterPatterns } = record;
  const settings = {
    batchSize: record.batchSize,
    windowMs: record.windowSeconds * 1000,
    concurrencyMax: record.concurrencyMax ?? queueConcurrency,
    reportsItemFailures: reportsItemFailures(record),
    ...(filterPatterns.length > 0 && { filter: compileFilter(filterPatterns, 'sqs') }),
  };
  return new QueueMapping(record.eventSourceArn, settings, {
    clock: engine.clock,
    queues: doors.queues,
    region: engine.region,
    invoke: (payload) => invokeNoted(record, doors, note, payload),
    noteFault: note,
  });
}

type StreamMappingRecord = MappingRecord & { readonly source: 'kinesis' | 'dynamodb' };

function openStream(record: StreamMappingRecord, engine: Engine, doors: OpenMappingDoors, note: Note): OpenMapping {
  const { eventSourceArn, filterPatterns } = record;
  const settings = {
    batchSize: record.batchSize,
    windowMs: record.windowSeconds * 1000,
    parallelizationFactor: record.parallelizationFactor,
    mayBisect: record.mayBisect,
    retriesMax: record.retriesMax,
    recordAgeMsMax: record.recordAgeSecondsMax < 0 ? -1 : record.recordAgeSecondsMax * 1000,
    reportsItemFailures: reportsItemFailures(record),
    ...(record.tumblingSeconds && { tumblingMs: record.tumblingSeconds * 1000 }),
    ...(filterPatterns.length > 0 && { filter: compileFilter(filterPatterns, record.source) }),
  };
  return new StreamMapping(record.id, eventSourceArn, settings, {
    clock: engine.clock,
    streams: doors.streams,
    checkpoints: doors.checkpoints,
    sizeOf: sizer(record),
    // Async, so that a function that is not there is a rejection like any other.
    invoke: async (shardId: string, records: readonly StreamRecord[], window?: WindowContext) => {
      measureAge(record, engine, doors, records);
      const event = eventOf(record, engine, doors, shardId, records);
      const payload = window ? withWindow(event, shardId, eventSourceArn, window) : event;
      return await invokeNoted(record, doors, note, payload);
    },
    report: reporter(record, engine, doors),
    noteFault: note,
  });
}

/** "The age of the last record in the event": by function, and by mapping. */
function measureAge(
  { id, functionName }: StreamMappingRecord,
  { clock }: Engine,
  { metrics }: MappingDoors,
  records: readonly StreamRecord[],
): void {
  const last = records.at(-1);
  if (!metrics || !last) return;
  const nowMs = clock.nowMs();
  const ageMs = Math.max(0, nowMs - last.approximateArrivalMs);
  for (const dimensions of [{ FunctionName: functionName }, { EventSourceMappingUUID: id }]) {
    metrics.put('AWS/Lambda', 'IteratorAge', dimensions, ageMs, 'Milliseconds', nowMs);
  }
}

function sizer({ source, eventSourceArn }: MappingRecord): (record: StreamRecord) => number {
  const recordBytes = source === 'dynamodb' ? tableRecordBytes : kinesisRecordBytes;
  return (record) => recordBytes(eventSourceArn, record);
}

function eventOf(
  { source, eventSourceArn, functionArn }: MappingRecord,
  { region }: Engine,
  doors: MappingDoors,
  shardId: string,
  records: readonly StreamRecord[],
): Buffer {
  if (source === 'dynamodb') return tableEvent(eventSourceArn, records);
  // Looked up for each batch: a mapping may outlive its function, and a function may change its role.
  const roleArn = doors.functionNamed(functionArn).role;
  return kinesisEvent({ streamArn: eventSourceArn, region, roleArn }, shardId, records);
}

async function invokeNoted(
  { functionArn }: MappingRecord,
  doors: OpenMappingDoors,
  note: Note,
  payload: Buffer,
): Promise<InvokeAnswer> {
  const answer = await doors.invoke(functionArn, payload);
  note(answer.functionError ? new Error(answer.payload.toString('utf8').slice(0, 1_000)) : undefined);
  return answer;
}

/** Sends the metadata of given-up records to the on-failure queue, and says so in the cloud's own log either way. */
function reporter(record: StreamMappingRecord, engine: Engine, doors: OpenMappingDoors): StreamMappingPorts['report'] {
  return (shardId, { items, invocations }, reason, answer) => {
    const message = batchFailure({
      requestId: randomUuid(engine.random),
      functionArn: record.functionArn,
      reason,
      invocations,
      ...(answer && { answer }),
      source: record.source,
      shardId,
      streamArn: record.eventSourceArn,
      records: items,
      nowMs: engine.clock.nowMs(),
    });
    const { id, functionName, onFailureArn } = record;
    engine.log('warn', 'batch-discarded', { id, functionName, onFailureArn, message });
    if (!onFailureArn) return;
    try {
      doors.queues.send(onFailureArn, message);
    } catch (fault) {
      // AWS counts DestinationDeliveryFailures and goes on; the message stands in the log line above.
      engine.log('error', 'destination-failed', { id, functionName, onFailureArn, fault: faultText(fault) });
    }
  };
}
