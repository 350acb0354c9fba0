/** What a subscription sends, from its first message to its last. */
import type { AwsError } from '../../engine/aws-error.ts';
import type { Timer } from '../../engine/clock.ts';
import type { Consumer, Consumers } from './consumers.ts';
import { childShapes } from './describe.ts';
import { anotherSubscription, consumerNotFound } from './errors.ts';
import { eventMessage, exceptionMessage } from './event-stream.ts';
import { recordShape } from './get-records.ts';
import { readShard } from './shard-reader.ts';
import type { ShardPage } from './shard-reader.ts';
import type { OpenedShard, Stream } from './stream.ts';
import type { Subscription, Subscriptions } from './subscriptions.ts';

interface SubscriptionRoom {
  readonly consumers: Consumers;
  readonly subscriptions: Subscriptions;
  readonly subscription: Subscription;
}

interface SubscriptionPlace {
  readonly consumer: Consumer;
  readonly stream: Stream;
  readonly shard: OpenedShard;
  /** Ordinal of the first record to send. */
  readonly from: number;
}

/** "Events … for up to 5 minutes, after which time you need to call SubscribeToShard again." API_SubscribeToShard.html */
const subscriptionMs = 300_000;
/** How often an event comes when there are no records: it tells the reader how far it is. Unsure of AWS's interval. */
const quietMs = 5_000;
/** What one event holds at most, unless its only record is larger. Unsure of AWS's limits. */
const pageLimits = { recordsMax: 10_000, bytesMax: 1024 * 1024 };

/**
 * Yields the messages of one subscription as the reader takes them. It ends after five minutes, with the shard, when a
 * later subscription takes over, when the consumer or its stream goes, and when the client hangs up (`signal`).
 */
export async function* subscriptionEvents(
  room: SubscriptionRoom,
  place: SubscriptionPlace,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const { consumers, subscriptions, subscription } = room;
  const { streams } = consumers;
  const { clock } = streams.engine;
  const { consumer, stream, shard } = place;
  const endsAtMs = clock.nowMs() + subscriptionMs;
  const wake = (): void => subscription.wakeup.wake();
  const unlisten = streams.onChange(stream.arn, wake);
  const timers: Timer[] = [clock.after(subscriptionMs, wake)];
  signal?.addEventListener('abort', wake);
  try {
    yield eventMessage('initial-response', {});
    let next = place.from;
    let toldAtMs = -Infinity;
    while (!signal?.aborted && !subscriptions.isStopped && clock.nowMs() < endsAtMs) {
      const fault = findFault(room, place);
      if (fault) return yield exceptionMessage(fault.code, { message: fault.message });
      // Taken anew each time: a split or a merge makes the shard another one, a closed one.
      const current = stream.shard(shard.shard.index);
      if (!current) return undefined;
      const page = readShard(stream, current, next, pageLimits, clock.nowMs());
      next = page.next;
      if (page.records.length > 0 || page.isEnded || clock.nowMs() - toldAtMs >= quietMs) {
        toldAtMs = clock.nowMs();
        yield eventMessage('SubscribeToShardEvent', eventShape(place, page, toldAtMs));
      }
      if (page.isEnded) return undefined;
      if (page.records.length > 0) continue;
      timers[1]?.cancel();
      timers[1] = clock.after(Math.max(0, toldAtMs + quietMs - clock.nowMs()), wake);
      await subscription.wakeup.sleep();
    }
    return undefined;
  } finally {
    unlisten();
    for (const timer of timers) timer.cancel();
    signal?.removeEventListener('abort', wake);
    subscriptions.end(consumer.arn, shard.shardId, subscription);
  }
}

function findFault({ consumers, subscription }: SubscriptionRoom, { consumer, stream, shard }: SubscriptionPlace) {
  const { accountId } = consumers.streams.engine;
  let fault: AwsError | undefined;
  if (subscription.isTakenOver) fault = anotherSubscription(accountId, stream.name, shard.shardId, consumer.name);
  else if (!consumers.has(consumer.arn)) fault = consumerNotFound(consumer.arn, accountId);
  return fault;
}

function eventShape({ stream, shard, from }: SubscriptionPlace, page: ShardPage, nowMs: number) {
  const { records, next, isEnded, millisBehindLatest } = page;
  const last = records.at(-1);
  // The number of the last record sent: good for going on both at it, which repeats that record, and after it.
  const behind = last ?? { ordinal: Math.max(0, Math.max(next, from) - 1), arrivalMs: nowMs };
  return {
    Records: records.map((record) => recordShape(record, shard.sequenceNumbers)),
    MillisBehindLatest: millisBehindLatest,
    ...(isEnded
      ? { ChildShards: childShapes(stream.document.shards, shard.shard.index) }
      : { ContinuationSequenceNumber: shard.sequenceNumbers.of(behind.ordinal, behind.arrivalMs) }),
  };
}
