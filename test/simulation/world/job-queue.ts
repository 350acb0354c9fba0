import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

import type { FunctionPool } from '../engine/function-pool.ts';
import type { Run } from '../engine/run.ts';
import { QueueStore } from '../stores/queue-store.ts';
import type { Message } from '../stores/queue-store.ts';

/** Deliveries before a job is a dead letter, and how long one hides: six timeouts of the worker, as in `lib/`. */
const deliveriesMax = 3;
const visibilityMs = 60_000;

/** The queue of crawl jobs and the mapping that feeds the worker: ten jobs at most, the failed ones again. */
export class JobQueue {
  readonly store = new QueueStore(visibilityMs, deliveriesMax);
  readonly #run: Run;
  readonly #worker: FunctionPool<SQSEvent, SQSBatchResponse>;

  constructor(run: Run, worker: FunctionPool<SQSEvent, SQSBatchResponse>) {
    this.#run = run;
    this.#worker = worker;
  }

  send(body: string): void {
    this.store.send(body, this.#run.timeline.nowMs);
    this.#pollAfter(this.#run.chance.between(1, 1_000));
  }

  #pollAfter(delayMs: number): void {
    this.#run.timeline.after(delayMs, () => this.#poll());
  }

  #poll(): void {
    const messages = this.store.receive(this.#run.chance.between(1, 10), this.#run.timeline.nowMs);
    if (messages.length === 0) return;
    // Whatever becomes of the batch: what is still there then is visible again.
    this.#pollAfter(visibilityMs + 1);
    const Records = messages.map(({ id, body }) => ({ messageId: id, body }));
    this.#worker.invoke({ Records } as SQSEvent, (outcome) => {
      if (outcome.type !== 'Answered') return;
      this.#deleteDone(messages, outcome.answer);
    });
  }

  #deleteDone(messages: readonly Message[], { batchItemFailures }: SQSBatchResponse): void {
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { id } of messages) {
      if (failed.has(id) || this.#run.faults.strikes('job-repeated', 0.15)) continue;
      this.store.delete(id);
    }
  }
}
