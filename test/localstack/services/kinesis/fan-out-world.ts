/** A Kinesis behind a socket, for subscriptions: the SDK speaks HTTP/2 with it, as it does with AWS. */
import {
  CreateStreamCommand,
  KinesisClient,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import type { StartingPosition, SubscribeToShardEvent } from '@aws-sdk/client-kinesis';

import { silentLog } from '../../../../localstack/engine/log.ts';
import { seededRandom } from '../../../../localstack/engine/random.ts';
import { loadCertificate } from '../../../../localstack/engine/wire/certificate.ts';
import { startServer } from '../../../../localstack/engine/wire/server.ts';
import { createWire } from '../../../../localstack/engine/wire/wire.ts';
import type { KinesisOptions } from '../../../../localstack/services/kinesis/streams.ts';
import { arnOf, kinesisWorld, textsOf } from './kinesis-world.ts';

export const firstShard = 'shardId-000000000000';

/** One subscription, read an event at a time. */
export interface Reading {
  /** The next event; undefined when the subscription has ended. Rejects with the exception that ended it. */
  next(): Promise<SubscribeToShardEvent | undefined>;
  /** The next event's texts. */
  texts(): Promise<string[]>;
}

export async function fanOutWorld(options: Partial<KinesisOptions> = {}) {
  const world = kinesisWorld(options);
  const { accountId, region, state, clock } = world.engine;
  const wire = createWire({ services: [world.service], accountId, region, random: seededRandom(3), log: silentLog });
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    certificate: await loadCertificate(state.folder, Date.now()),
    handle: (request) => wire.handle(request),
  });
  const url = `http://127.0.0.1:${server.port}`;
  const socketClient = new KinesisClient({
    endpoint: url,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  return {
    ...world,
    clock,
    url,
    socketClient,
    register: async (streamName: string, consumerName: string) => {
      const input = { StreamARN: arnOf(streamName), ConsumerName: consumerName };
      const { Consumer } = await world.client.send(new RegisterStreamConsumerCommand(input));
      return Consumer?.ConsumerARN ?? '';
    },
    makeStream: (StreamName: string, ShardCount = 1) =>
      world.client.send(new CreateStreamCommand({ StreamName, ShardCount })),
    subscribe: async (
      ConsumerARN: string,
      position: StartingPosition = { Type: 'TRIM_HORIZON' },
      ShardId = firstShard,
    ): Promise<Reading> => {
      const input = { ConsumerARN, ShardId, StartingPosition: position };
      const { EventStream } = await socketClient.send(new SubscribeToShardCommand(input));
      if (!EventStream) throw new Error('the answer has no event stream');
      const reader = EventStream[Symbol.asyncIterator]();
      const next: Reading['next'] = async () => {
        const { value } = await reader.next();
        return value?.SubscribeToShardEvent;
      };
      return { next, texts: async () => textsOf((await next())?.Records ?? []) };
    },
    close: async () => {
      socketClient.destroy();
      await server.stop();
    },
  };
}

export type FanOutWorld = Awaited<ReturnType<typeof fanOutWorld>>;
