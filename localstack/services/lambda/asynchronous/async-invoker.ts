/**
 * Asynchronous invocation: events queue on disk, are tried again after errors and throttles, and end in a destination
 * or a dead-letter queue. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Clock, Timer } from '../../../engine/clock.ts';
import type { InvokeAnswer, QueueDoor } from '../../../engine/doors.ts';
import { faultText } from '../../../engine/log.ts';
import type { Log } from '../../../engine/log.ts';
import { requestTooLarge } from '../errors.ts';
import type { FunctionRecord } from '../function-record.ts';
import { eventBytesMax } from '../limits.ts';
import { deadLetterAttributes, destinationRecord } from './destination-record.ts';
import type { Condition } from './destination-record.ts';
import type { EventQueue, QueuedEvent } from './event-queue.ts';

export interface AsyncPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly queue: EventQueue;
  readonly queues: QueueDoor;
  newRequestId(): string;
  /** Undefined when the function is gone. */
  functionNamed(name: string): FunctionRecord | undefined;
  /** Throws `AwsError` when throttled. */
  run(record: FunctionRecord, payload: Buffer, requestId: string): Promise<InvokeAnswer>;
  /** Throws `AwsError` when the function's role may not tell a destination. */
  askForRole(record: FunctionRecord, action: string, arn: string): void;
  /** Queues for the function with this ARN, as an on-success or on-failure destination. */
  invokeLater(functionArn: string, payload: Buffer): void;
}

/** "Lambda retries function errors twice, with a one-minute wait before the first and two minutes before the second." */
const retriesDefault = 2;
const retryDelaysMs = [60_000, 120_000];
/** "Retry interval increases exponentially from 1 second after the first attempt to a maximum of 5 minutes." */
const refusalDelayMsMin = 1_000;
const refusalDelayMsMax = 300_000;
/** "For up to 6 hours." */
const eventAgeSecondsDefault = 21_600;
/** Events of one function that are worked on side by side: each takes a process of this machine. */
const runningMax = 16;

export class AsyncInvoker {
  readonly #ports: AsyncPorts;
  readonly #running = new Map<string, Set<number>>();
  readonly #timers = new Map<string, Timer>();
  #isStarted = false;

  constructor(ports: AsyncPorts) {
    this.#ports = ports;
  }

  /** Goes on with what was queued before a restart. */
  start(): void {
    this.#isStarted = true;
    for (const name of this.#ports.queue.functionNames()) this.#pump(name);
  }

  /** Begins nothing more. What is running then is tried again after the next start. */
  stop(): void {
    this.#isStarted = false;
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** Queues an event and gives its request id. Throws AWS's refusal of more than 1 MB. */
  enqueue(record: FunctionRecord, payload: Buffer): string {
    if (payload.length > eventBytesMax) throw requestTooLarge(eventBytesMax);
    const requestId = this.#ports.newRequestId();
    // Each version and alias has settings of its own, and so a queue of its own.
    const name = record.qualifier === undefined ? record.name : `${record.name}:${record.qualifier}`;
    this.#ports.queue.add({ functionName: name, requestId, payload, enqueuedMs: this.#ports.clock.nowMs() });
    this.#pump(name);
    return requestId;
  }

  #pump(name: string): void {
    if (!this.#isStarted) return;
    const { clock, queue } = this.#ports;
    const record = this.#ports.functionNamed(name);
    if (!record) return this.#drop(name);
    const running = this.#running.get(name) ?? new Set<number>();
    this.#running.set(name, running);
    const free = Math.max(1, Math.min(runningMax, record.reservedConcurrency ?? runningMax)) - running.size;
    if (free <= 0) return;
    const due = queue.due(name, clock.nowMs(), free + running.size).filter(({ id }) => !running.has(id));
    for (const event of due.slice(0, free)) {
      running.add(event.id);
      void this.#handle(record, event).then(() => {
        running.delete(event.id);
        this.#pump(name);
      });
    }
    this.#wakeFor(name);
  }

  #wakeFor(name: string): void {
    const { clock, queue } = this.#ports;
    this.#timers.get(name)?.cancel();
    this.#timers.delete(name);
    const dueMs = queue.nextDueMs(name, clock.nowMs());
    if (dueMs !== undefined)
      this.#timers.set(
        name,
        clock.after(dueMs - clock.nowMs(), () => this.#pump(name)),
      );
  }

  #drop(name: string): void {
    this.#ports.log('warn', 'async-events-dropped', { functionName: name, reason: 'the function was deleted' });
    this.#ports.queue.removeAll(name);
  }

  async #handle(record: FunctionRecord, event: QueuedEvent): Promise<void> {
    try {
      await this.#try(record, event);
    } catch (fault) {
      // A mistake of ours must not lose the event: it is tried again, and the log says why.
      this.#ports.log('error', 'async-event-faulted', { functionName: record.name, fault: faultText(fault) });
      this.#postponeRefused(event);
    }
  }

  async #try(record: FunctionRecord, event: QueuedEvent): Promise<void> {
    const { clock, queue } = this.#ports;
    const config = record.eventInvokeConfig;
    const ageMsMax = (config?.eventAgeSecondsMax ?? eventAgeSecondsDefault) * 1000;
    if (clock.nowMs() - event.enqueuedMs > ageMsMax) return this.#giveUp(record, event, 'EventAgeExceeded');
    let answer: InvokeAnswer;
    try {
      answer = await this.#ports.run(record, event.payload, event.requestId);
    } catch (fault) {
      if (!(fault instanceof AwsError)) throw fault;
      return this.#postponeRefused(event);
    }
    // Processes that end because the cloud stops say nothing about the function.
    if (!this.#isStarted) return;
    if (!answer.functionError) {
      this.#tell(record, event, config?.onSuccess, 'Success', answer);
      return queue.remove(event.id);
    }
    const failed = { ...event, failures: event.failures + 1, refusals: 0 };
    if (failed.failures > (config?.retryAttemptsMax ?? retriesDefault)) {
      return this.#giveUp(record, failed, 'RetriesExhausted', answer);
    }
    const delayMs = retryDelaysMs[event.failures] ?? 0;
    queue.postpone(event.id, clock.nowMs() + delayMs, failed.failures, 0);
  }

  #postponeRefused({ id, failures, refusals }: QueuedEvent): void {
    const delayMs = Math.min(refusalDelayMsMin * 2 ** refusals, refusalDelayMsMax);
    this.#ports.queue.postpone(id, this.#ports.clock.nowMs() + delayMs, failures, refusals + 1);
  }

  #giveUp(record: FunctionRecord, event: QueuedEvent, condition: Condition, answer?: InvokeAnswer): void {
    const { log, queue, queues } = this.#ports;
    const { requestId } = event;
    log('warn', 'async-event-discarded', { functionName: record.name, requestId, condition });
    this.#tell(record, event, record.eventInvokeConfig?.onFailure, condition, answer);
    const { deadLetterArn } = record;
    if (deadLetterArn) {
      this.#deliver(record, deadLetterArn, requestId, () =>
        queues.send(deadLetterArn, event.payload.toString('utf8'), deadLetterAttributes(event, answer)),
      );
    }
    queue.remove(event.id);
  }

  #tell(
    record: FunctionRecord,
    event: QueuedEvent,
    destination: string | undefined,
    condition: Condition,
    answer: InvokeAnswer | undefined,
  ): void {
    if (!destination) return;
    const invocations = condition === 'Success' ? event.failures + 1 : event.failures;
    const text = destinationRecord(record, event, condition, invocations, answer, this.#ports.clock.nowMs());
    this.#deliver(record, destination, event.requestId, () => {
      if (destination.startsWith('arn:aws:sqs:')) this.#ports.queues.send(destination, text);
      else this.#ports.invokeLater(destination, Buffer.from(text, 'utf8'));
    });
  }

  /** A destination that is gone costs the message, as on AWS, but never in silence. */
  #deliver(record: FunctionRecord, destination: string, requestId: string, send: () => void): void {
    try {
      const action = destination.startsWith('arn:aws:sqs:') ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
      this.#ports.askForRole(record, action, destination);
      send();
    } catch (fault) {
      this.#ports.log('error', 'destination-failed', { destination, requestId, fault: faultText(fault) });
    }
  }
}
