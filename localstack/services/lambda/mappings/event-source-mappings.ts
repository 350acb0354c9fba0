/** All event source mappings: remembered, started, changed in place with their checkpoints kept, stopped. */
import { AwsError } from '../../../engine/aws-error.ts';
import type { InvokeAnswer, MetricDoor, QueueDoor, StartPosition, StreamDoor } from '../../../engine/doors.ts';
import { faultText } from '../../../engine/log.ts';
import { randomUuid } from '../../../engine/random.ts';
import type { Engine } from '../../../engine/service.ts';
import type { Documents } from '../../../engine/state.ts';
import { checkSourceAccess } from '../act-as-role.ts';
import { invalidParameter, resourceConflict, resourceNotFound } from '../errors.ts';
import { qualifiedArn } from '../function-record.ts';
import type { FunctionRecord } from '../function-record.ts';
import { openCheckpoints } from './checkpoints.ts';
import type { Checkpoints } from './checkpoints.ts';
import { applyInput, defaultSettings, readSource, readStart } from './mapping-input.ts';
import type { MappingInput, NewMappingInput } from './mapping-input.ts';
import { showMapping } from './mapping-record.ts';
import type { MappingRecord, MappingState } from './mapping-record.ts';
import { openMapping, streamsOf } from './open-mapping.ts';
import type { OpenMapping } from './open-mapping.ts';
import { seedCheckpoints } from './stream-mapping.ts';

export interface MappingDoors {
  readonly streams: StreamDoor;
  /** The streams of DynamoDB's tables, in a cloud that has tables. */
  readonly tableStreams?: StreamDoor;
  readonly queues: QueueDoor;
  readonly metrics?: MetricDoor;
  /** The function's record; throws AWS's ResourceNotFoundException. */
  functionNamed(nameOrArn: string): FunctionRecord;
  /** Throws when the function could not be invoked at all. */
  invoke(functionArn: string, payload: Buffer): Promise<InvokeAnswer>;
}

export class EventSourceMappings {
  readonly #engine: Engine;
  readonly #doors: MappingDoors;
  readonly #documents: Documents<MappingRecord>;
  readonly #records: Map<string, MappingRecord>;
  readonly #checkpoints: Checkpoints;
  readonly #open = new Map<string, OpenMapping>();
  /** What happens to a mapping happens in turn: a change waits until the invocations before it have ended. */
  readonly #turns = new Map<string, Promise<void>>();
  readonly #results = new Map<string, string>();
  #isRunning = false;

  constructor(engine: Engine, doors: MappingDoors) {
    this.#engine = engine;
    this.#doors = doors;
    this.#documents = engine.state.documents<MappingRecord>('lambda-mappings');
    this.#records = new Map(this.#documents.list().map((record) => [record.id, record]));
    this.#checkpoints = openCheckpoints(engine.state.database('lambda'));
  }

  start(): void {
    this.#isRunning = true;
    for (const { id } of this.#records.values()) void this.#settle(id);
  }

  /** Resolves when nothing runs any more; what had not succeeded is done again after the next start. */
  async stop(): Promise<void> {
    this.#isRunning = false;
    await Promise.all([...this.#records.keys()].map((id) => this.#settle(id)));
  }

  list(): MappingRecord[] {
    return [...this.#records.values()];
  }

  /** The record; throws AWS's ResourceNotFoundException. */
  get(id: string): MappingRecord {
    const record = this.#records.get(id);
    if (!record) throw resourceNotFound('The resource you requested does not exist.');
    return record;
  }

  /** The mapping as AWS shows it, in its present state unless told otherwise. */
  show(
    record: MappingRecord,
    state: MappingState = record.isEnabled ? 'Enabled' : 'Disabled',
  ): Record<string, unknown> {
    return showMapping(record, state, this.#results.get(record.id) ?? 'No records processed');
  }

  create(input: NewMappingInput): MappingRecord {
    const { eventSourceArn, source } = {
      eventSourceArn: input.EventSourceArn ?? '',
      source: readSource(input.EventSourceArn),
    };
    const target = this.#doors.functionNamed(input.FunctionName);
    const { accountId, region, clock, random } = this.#engine;
    const id = randomUuid(random);
    const record: MappingRecord = {
      ...applyInput(defaultSettings(source), input, source),
      ...readStart(input, source),
      id,
      arn: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${id}`,
      functionName: target.name,
      functionArn: qualifiedArn(target),
      eventSourceArn,
      source,
      tags: input.Tags ?? {},
      lastModifiedMs: clock.nowMs(),
    };
    this.#checkNew(record, target);
    if (source !== 'sqs') this.#seed(record);
    this.#put(record);
    void this.#settle(id);
    return record;
  }

  /** Changes a mapping in place; it goes on from its checkpoints. */
  update(id: string, input: MappingInput): MappingRecord {
    const before = this.get(id);
    const target = input.FunctionName === undefined ? undefined : this.#doors.functionNamed(input.FunctionName);
    const { onFailureArn: _, concurrencyMax: __, tumblingSeconds: ___, ...kept } = before;
    const record: MappingRecord = {
      ...kept,
      ...applyInput(before, input, before.source),
      ...(target && { functionName: target.name, functionArn: qualifiedArn(target) }),
      lastModifiedMs: this.#engine.clock.nowMs(),
    };
    this.#put(record);
    void this.#settle(id);
    return record;
  }

  delete(id: string): MappingRecord {
    const record = this.get(id);
    this.#records.delete(id);
    this.#documents.delete(id);
    this.#results.delete(id);
    void this.#settle(id);
    return record;
  }

  /** Replaces the tags; what runs is not disturbed. */
  tag(id: string, tags: Readonly<Record<string, string>>): void {
    this.#put({ ...this.get(id), tags });
  }

  #put(record: MappingRecord): void {
    this.#records.set(record.id, record);
    this.#documents.put(record.id, record);
  }

  /** Brings what runs into line with what is remembered: stops the mapping, and starts it again if it is to run. */
  #settle(id: string): Promise<void> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(async () => {
      await this.#open.get(id)?.stop();
      this.#open.delete(id);
      const record = this.#records.get(id);
      if (!record) {
        this.#turns.delete(id);
        return this.#checkpoints.deleteAll(id);
      }
      if (!this.#isRunning || !record.isEnabled) return;
      const opened = openMapping(record, this.#engine, { ...this.#doors, checkpoints: this.#checkpoints }, (result) =>
        this.#note(record, result),
      );
      this.#open.set(id, opened);
      opened.start();
    });
    this.#turns.set(id, turn);
    return turn;
  }

  #note({ id, functionName, eventSourceArn }: MappingRecord, fault: unknown): void {
    if (fault === undefined) {
      this.#results.set(id, 'OK');
      return;
    }
    this.#results.set(id, fault instanceof AwsError ? `PROBLEM: ${fault.message}` : 'PROBLEM: Function call failed');
    this.#engine.log('warn', 'mapping-faulted', { id, functionName, eventSourceArn, fault: faultText(fault) });
  }

  #seed(record: MappingRecord): void {
    const { id, eventSourceArn, startingPosition, startingTimestampMs = 0 } = record;
    const start: StartPosition =
      startingPosition === 'AT_TIMESTAMP'
        ? { kind: 'AT_TIMESTAMP', timestampMs: startingTimestampMs }
        : { kind: startingPosition ?? 'TRIM_HORIZON' };
    const streams = streamsOf(record, this.#doors);
    try {
      seedCheckpoints(id, eventSourceArn, start, { streams, checkpoints: this.#checkpoints });
    } catch (fault) {
      this.#checkpoints.deleteAll(id);
      if (fault instanceof AwsError) throw invalidParameter(`Stream not found: ${eventSourceArn}`);
      throw fault;
    }
  }

  #checkNew(record: MappingRecord, target: FunctionRecord): void {
    const { name, timeoutSeconds } = target;
    const { eventSourceArn, functionArn, source } = record;
    const twin = this.list().find(
      (other) => other.eventSourceArn === eventSourceArn && other.functionArn === functionArn,
    );
    if (twin) {
      throw resourceConflict(
        `The event source arn (" ${eventSourceArn} ") and function (" ${name} ") provided mapping already exists. Please update or delete the existing mapping with UUID ${twin.id}`,
      );
    }
    checkSourceAccess(this.#engine, target, source, eventSourceArn);
    if (source !== 'sqs') return;
    const visibilitySeconds = this.#visibilitySeconds(eventSourceArn);
    if (visibilitySeconds < timeoutSeconds) {
      throw invalidParameter(
        `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${timeoutSeconds} seconds`,
      );
    }
  }

  #visibilitySeconds(queueArn: string): number {
    try {
      return this.#doors.queues.visibilityTimeoutMs(queueArn) / 1000;
    } catch (fault) {
      if (fault instanceof AwsError) throw invalidParameter(`Error occurred while ReceiveMessage. ${fault.message}`);
      throw fault;
    }
  }
}
