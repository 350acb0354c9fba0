/** Measures queues once a minute. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
import type { Timer } from '../../engine/clock.ts';
import type { MetricDoor } from '../../engine/doors.ts';
import type { SqsState } from './state.ts';
import { expireMessages } from './take-messages.ts';

const periodMs = 60_000;

export class QueueMetrics {
  readonly #state: SqsState;
  readonly #metrics: MetricDoor;
  #timer: Timer | undefined;

  constructor(state: SqsState, metrics: MetricDoor) {
    this.#state = state;
    this.#metrics = metrics;
  }

  start(): void {
    this.#timer = this.#state.engine.clock.after(periodMs, () => {
      this.start();
      this.#measure();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #measure(): void {
    const { queues, messages, engine } = this.#state;
    const nowMs = engine.clock.nowMs();
    for (const queue of queues.list()) {
      expireMessages(this.#state, queue);
      const { visible, inFlight, delayed } = messages.depth(queue.name, nowMs);
      const ageMs = nowMs - (messages.oldestSentAtMs(queue.name) ?? nowMs);
      const put = (name: string, value: number, unit: string): void =>
        this.#metrics.put('AWS/SQS', name, { QueueName: queue.name }, value, unit, nowMs);
      put('ApproximateNumberOfMessagesVisible', visible, 'Count');
      put('ApproximateNumberOfMessagesNotVisible', inFlight, 'Count');
      put('ApproximateNumberOfMessagesDelayed', delayed, 'Count');
      put('ApproximateAgeOfOldestMessage', Math.floor(ageMs / 1000), 'Seconds');
    }
  }
}
