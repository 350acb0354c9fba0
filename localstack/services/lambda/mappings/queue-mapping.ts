/**
 * An event source mapping on a queue: gathers messages, invokes the function with batches side by side, deletes what
 * succeeded and leaves the rest to its visibility timeout. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
import type { Clock, Timer } from '../../../engine/clock.ts';
import type { InvokeAnswer, QueueDoor, QueueMessage } from '../../../engine/doors.ts';
import { requestBytesMax } from '../limits.ts';
import { readFailedItems } from './batch-response.ts';
import type { EventFilter } from './event-filter.ts';
import { sqsEvent, sqsRecord } from './sqs-event.ts';

export interface QueueSettings {
  readonly batchSize: number;
  readonly windowMs: number;
  readonly concurrencyMax: number;
  readonly reportsItemFailures: boolean;
  readonly filter?: EventFilter;
}

export interface QueueMappingPorts {
  readonly clock: Clock;
  readonly queues: QueueDoor;
  readonly region: string;
  /** Throws when the function could not be invoked at all: throttled, or not there. */
  invoke(payload: Buffer): Promise<InvokeAnswer>;
  noteFault(fault: unknown): void;
}

interface Pending {
  readonly message: QueueMessage;
  readonly text: string;
  readonly sizeBytes: number;
}

/** Unsure: AWS documents that a throttled mapping backs off, not by how much. */
const backOffMsMin = 1_000;
const backOffMsMax = 60_000;
/** How long after the queue could not be read (it was deleted) the next try is made. */
const readRetryMs = 10_000;

export class QueueMapping {
  readonly #queueArn: string;
  readonly #settings: QueueSettings;
  readonly #ports: QueueMappingPorts;
  readonly #running = new Set<Promise<void>>();
  #pending: Pending[] = [];
  #pendingBytes = 0;
  #window: Timer | undefined;
  #hasWindowPassed = false;
  #pause: Timer | undefined;
  #refusals = 0;
  #unsubscribe: () => void = () => undefined;
  #isStopped = false;

  constructor(queueArn: string, settings: QueueSettings, ports: QueueMappingPorts) {
    this.#queueArn = queueArn;
    this.#settings = settings;
    this.#ports = ports;
  }

  start(): void {
    this.#listen();
  }

  /** Gives gathered messages back; resolves when the invocations under way have ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe();
    this.#window?.cancel();
    this.#pause?.cancel();
    const handles = this.#pending.splice(0).map(({ message }) => message.receiptHandle);
    if (handles.length > 0) this.#tell(() => this.#ports.queues.release(this.#queueArn, handles, 0));
    await Promise.all(this.#running);
  }

  /** Listens anew each time: a queue of the same name may have taken the place of a deleted one. */
  #listen(): void {
    this.#unsubscribe();
    try {
      this.#unsubscribe = this.#ports.queues.onVisible(this.#queueArn, () => this.#pump());
      this.#pump();
    } catch (fault) {
      this.#ports.noteFault(fault);
      this.#pauseFor(readRetryMs);
    }
  }

  #pump(): void {
    while (!this.#isStopped && !this.#pause && this.#running.size < this.#settings.concurrencyMax) {
      if (!this.#gather() || this.#pending.length === 0) return;
      if (!this.#isFull() && this.#settings.windowMs > 0 && !this.#hasWindowPassed) return this.#openWindow();
      this.#window?.cancel();
      this.#window = undefined;
      this.#hasWindowPassed = false;
      this.#run(this.#cutBatch());
    }
  }

  /** Receives until a batch is full or the queue has nothing more to show. False when it could not be read. */
  #gather(): boolean {
    try {
      while (!this.#isFull()) {
        const wanted = this.#settings.batchSize - this.#pending.length;
        const messages = this.#ports.queues.receive(this.#queueArn, wanted);
        if (messages.length === 0) break;
        this.#take(messages);
      }
      return true;
    } catch (fault) {
      this.#ports.noteFault(fault);
      this.#pauseFor(readRetryMs);
      return false;
    }
  }

  #take(messages: readonly QueueMessage[]): void {
    const { filter } = this.#settings;
    const unwanted: string[] = [];
    for (const message of messages) {
      if (filter && !filter(message.body, { ...message })) {
        unwanted.push(message.receiptHandle);
        continue;
      }
      const text = sqsRecord(message, this.#queueArn, this.#ports.region);
      const sizeBytes = Buffer.byteLength(text) + 1;
      this.#pending.push({ message, text, sizeBytes });
      this.#pendingBytes += sizeBytes;
    }
    // "Lambda deletes messages that don't match from the queue."
    if (unwanted.length > 0) this.#ports.queues.delete(this.#queueArn, unwanted);
  }

  #isFull(): boolean {
    return this.#pending.length >= this.#settings.batchSize || this.#pendingBytes >= requestBytesMax;
  }

  #openWindow(): void {
    this.#window ??= this.#ports.clock.after(this.#settings.windowMs, () => {
      this.#hasWindowPassed = true;
      this.#pump();
    });
  }

  #cutBatch(): Pending[] {
    let count = 0;
    let bytes = 16; // What stands around the records.
    for (const { sizeBytes } of this.#pending.slice(0, this.#settings.batchSize)) {
      if (count > 0 && bytes + sizeBytes > requestBytesMax) break;
      count += 1;
      bytes += sizeBytes;
    }
    const batch = this.#pending.splice(0, count);
    for (const { sizeBytes } of batch) this.#pendingBytes -= sizeBytes;
    return batch;
  }

  #run(batch: readonly Pending[]): void {
    const run = this.#invoke(batch).then(() => {
      this.#running.delete(run);
      this.#pump();
    });
    this.#running.add(run);
  }

  async #invoke(batch: readonly Pending[]): Promise<void> {
    const { queues } = this.#ports;
    let answer: InvokeAnswer;
    try {
      answer = await this.#ports.invoke(sqsEvent(batch.map(({ text }) => text)));
    } catch (fault) {
      this.#ports.noteFault(fault);
      const delayMs = Math.min(backOffMsMin * 2 ** this.#refusals, backOffMsMax);
      this.#refusals += 1;
      const handles = batch.map(({ message }) => message.receiptHandle);
      this.#tell(() => queues.release(this.#queueArn, handles, delayMs));
      this.#pauseFor(delayMs);
      return;
    }
    this.#refusals = 0;
    const done = succeeded(batch, answer, this.#settings.reportsItemFailures);
    const handles = done.map(({ message }) => message.receiptHandle);
    if (handles.length > 0) this.#tell(() => queues.delete(this.#queueArn, handles));
  }

  #pauseFor(delayMs: number): void {
    if (this.#isStopped) return;
    this.#pause?.cancel();
    this.#pause = this.#ports.clock.after(delayMs, () => {
      this.#pause = undefined;
      this.#listen();
    });
  }

  /** A queue that is gone by now needs to be told nothing. */
  #tell(action: () => void): void {
    try {
      action();
    } catch (fault) {
      this.#ports.noteFault(fault);
    }
  }
}

function succeeded(batch: readonly Pending[], answer: InvokeAnswer, reportsItemFailures: boolean): readonly Pending[] {
  if (answer.functionError) return [];
  if (!reportsItemFailures) return batch;
  const failed = readFailedItems(answer.payload);
  if (failed === 'none') return batch;
  if (failed === 'all') return [];
  const remaining = batch.filter(({ message }) => !failed.has(message.messageId));
  // An identifier that is in no message makes the whole batch fail.
  return batch.length - remaining.length < failed.size ? [] : remaining;
}
