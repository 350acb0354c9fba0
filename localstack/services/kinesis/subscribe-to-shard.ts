import { StreamedAnswer } from '../../engine/service.ts';
import type { Call, Operation } from '../../engine/service.ts';
import type { Consumers } from './consumers.ts';
import { anotherSubscription, consumerNotActive, shardDoesNotExist, shardNotFound } from './errors.ts';
import { eventStreamType } from './event-stream.ts';
import { ordinalOf, positionTypes } from './get-shard-iterator.ts';
import { consumerArn, sequenceNumber, shardId } from './parameters.ts';
import { shardIdOf, shardIndexOf } from './shards.ts';
import { subscriptionEvents } from './subscription-events.ts';
import type { Subscriptions } from './subscriptions.ts';

interface SubscribeToShardInput {
  readonly ConsumerARN: string;
  readonly ShardId: string;
  readonly StartingPosition: {
    readonly Type: string;
    readonly SequenceNumber?: string;
    /** Epoch seconds. */
    readonly Timestamp?: number;
  };
}

/** Pushes a shard's records to a consumer for five minutes, each as soon as it is there. */
export function subscribeToShard(consumers: Consumers, subscriptions: Subscriptions): Operation {
  const { streams } = consumers;
  const { accountId, clock } = streams.engine;
  return {
    parameters: {
      ConsumerARN: { ...consumerArn, required: true },
      ShardId: { ...shardId, required: true },
      StartingPosition: {
        type: 'structure',
        required: true,
        members: {
          Type: { type: 'string', required: true, enum: positionTypes },
          SequenceNumber: sequenceNumber,
          Timestamp: { type: 'timestamp' },
        },
      },
    },
    run: (input: SubscribeToShardInput, call: Call) => {
      const consumer = consumers.byArn(input.ConsumerARN);
      const stream = streams.usable({ StreamARN: consumer.streamArn });
      if (consumers.statusOf(consumer) !== 'ACTIVE') throw consumerNotActive(consumer, stream.name, accountId);
      const shardIndex = shardIndexOf(input.ShardId);
      if (shardIndex === undefined) throw shardNotFound(input.ShardId, stream.name, accountId);
      const shard = stream.shard(shardIndex);
      if (!shard) throw shardDoesNotExist(shardIdOf(shardIndex), stream.name, accountId);
      const { Type, SequenceNumber, Timestamp } = input.StartingPosition;
      const position = {
        ShardIteratorType: Type,
        ...(SequenceNumber !== undefined && { StartingSequenceNumber: SequenceNumber }),
        ...(Timestamp !== undefined && { Timestamp }),
      };
      const from = ordinalOf(position, stream, shard, accountId, clock.nowMs());

      const subscription = subscriptions.begin(consumer.arn, shard.shardId, clock.nowMs());
      if (!subscription) throw anotherSubscription(accountId, stream.name, shard.shardId, consumer.name);
      const place = { consumer, stream, shard, from };
      return new StreamedAnswer(
        eventStreamType,
        subscriptionEvents({ consumers, subscriptions, subscription }, place, call.signal),
      );
    },
  };
}
