/** The subscriptions under way: at most one for a consumer and a shard, the later taking over from the earlier. */
import { Wakeup } from './wakeup.ts';

/** "Within 5 seconds of a successful call, you'll get a ResourceInUseException." API_SubscribeToShard.html */
const takeOverMsMin = 5_000;

export interface Subscription {
  readonly consumerArn: string;
  readonly wakeup: Wakeup;
  isTakenOver: boolean;
}

export class Subscriptions {
  readonly #current = new Map<string, Subscription>();
  readonly #beganAtMs = new Map<string, number>();
  #isStopped = false;

  /** Undefined when the last one for this consumer and shard has begun too short a time ago. */
  begin(consumerArn: string, shardId: string, nowMs: number): Subscription | undefined {
    const key = `${consumerArn} ${shardId}`;
    if (nowMs - (this.#beganAtMs.get(key) ?? -Infinity) < takeOverMsMin) return undefined;
    const former = this.#current.get(key);
    if (former) {
      former.isTakenOver = true;
      former.wakeup.wake();
    }
    const subscription = { consumerArn, wakeup: new Wakeup(), isTakenOver: false };
    this.#current.set(key, subscription);
    this.#beganAtMs.set(key, nowMs);
    return subscription;
  }

  end(consumerArn: string, shardId: string, subscription: Subscription): void {
    const key = `${consumerArn} ${shardId}`;
    if (this.#current.get(key) === subscription) this.#current.delete(key);
  }

  /** Lets the subscriptions of a consumer look whether it is still there. */
  look(consumerArn: string): void {
    for (const subscription of this.#current.values()) {
      if (subscription.consumerArn === consumerArn) subscription.wakeup.wake();
    }
  }

  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Ends them all. */
  stop(): void {
    this.#isStopped = true;
    for (const { wakeup } of this.#current.values()) wakeup.wake();
  }
}
