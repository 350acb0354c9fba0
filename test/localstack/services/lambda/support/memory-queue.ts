/** Queues in memory behind the door that mappings, destinations and dead letters use. */
import type { QueueDoor, QueueMessage } from '../../../../../localstack/engine/doors.ts';

interface MemoryMessage {
  readonly message: QueueMessage;
  visibleAtMs: number;
}

export interface SentMessage {
  readonly queueArn: string;
  readonly body: string;
  readonly messageAttributes: unknown;
}

export class MemoryQueues implements QueueDoor {
  readonly #nowMs: () => number;
  readonly #visibilityMs: number;
  #messages: MemoryMessage[] = [];
  #listeners = new Set<() => void>();
  #count = 0;
  readonly sent: SentMessage[] = [];
  readonly released: { readonly handles: readonly string[]; readonly delayMs: number }[] = [];
  isGone = false;

  constructor(nowMs: () => number, visibilityMs = 30_000) {
    this.#nowMs = nowMs;
    this.#visibilityMs = visibilityMs;
  }

  /** Puts messages into the queue that mappings read; the n-th is `message-n`. */
  put(...bodies: readonly string[]): void {
    for (const body of bodies) {
      this.#count += 1;
      const message: QueueMessage = {
        messageId: `message-${this.#count}`,
        receiptHandle: `handle-${this.#count}`,
        body,
        md5OfBody: 'md5',
        attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1', SenderId: 'AIDA' },
        messageAttributes: { colour: { dataType: 'String', stringValue: 'red' } },
      };
      this.#messages.push({ message, visibleAtMs: this.#nowMs() });
    }
    this.notify();
  }

  /** The bodies that are still in the queue, visible or not. */
  get bodies(): string[] {
    return this.#messages.map(({ message }) => message.body);
  }

  receive(_: string, messagesMax: number): readonly QueueMessage[] {
    if (this.isGone) throw new Error('the queue is gone');
    const visible = this.#messages.filter(({ visibleAtMs }) => visibleAtMs <= this.#nowMs()).slice(0, messagesMax);
    for (const each of visible) each.visibleAtMs = this.#nowMs() + this.#visibilityMs;
    return visible.map(({ message }) => message);
  }

  delete(_: string, handles: readonly string[]): void {
    this.#messages = this.#messages.filter(({ message }) => !handles.includes(message.receiptHandle));
  }

  release(_: string, handles: readonly string[], delayMs: number): void {
    this.released.push({ handles, delayMs });
    for (const each of this.#messages) {
      if (handles.includes(each.message.receiptHandle)) each.visibleAtMs = this.#nowMs() + delayMs;
    }
  }

  send(queueArn: string, body: string, messageAttributes?: unknown): void {
    if (this.isGone) throw new Error('the queue is gone');
    this.sent.push({ queueArn, body, messageAttributes });
  }

  visibilityTimeoutMs(): number {
    return this.#visibilityMs;
  }

  onVisible(_: string, listener: () => void): () => void {
    if (this.isGone) throw new Error('the queue is gone');
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  notify(): void {
    queueMicrotask(() => {
      for (const listener of this.#listeners) listener();
    });
  }
}
