import type { KinesisStreamRecord } from 'aws-lambda';

import { encodeListen } from '../../functions/listens/codec.ts';
import type { ListenEvent } from '../../functions/listens/domain/listen-event.ts';
import { normaliseListen } from '../../functions/listens/normalise-listen.ts';
import type { ProviderPlay } from '../../functions/listens/normalise-listen.ts';

/** The instant at which tests take place: a Friday noon in UTC. */
export const testNowMs = Date.parse('2026-11-20T12:00:00.000Z');

export type ListenOverrides = Partial<ProviderPlay> & {
  readonly userId?: string;
  readonly provider?: ListenEvent['provider'];
};

/** A listen event as the normaliser makes it, an hour before the test's instant unless told otherwise. */
export function listen({ userId = 'mara', provider = 'spotify', ...play }: ListenOverrides = {}): ListenEvent {
  const title = play.title ?? 'Harbour Lights';
  const normalised = normaliseListen(userId, provider, {
    listenedAtMs: testNowMs - 3_600_000,
    timeQuality: 'exact',
    artist: 'The Tidewaters',
    providerKey: `track-of-${title}`,
    ...play,
    title,
  });
  if (!normalised.ok) throw new Error(`not a listen: ${normalised.error.detail}`);
  return normalised.value;
}

/** A sequence number of 56 digits, as Kinesis gives them; higher for later records. */
export const sequenceNumber = (index: number): string => (10n ** 55n + BigInt(index)).toString();

/** A record of the log as Lambda hands it to a consumer. */
export function logRecord(index: number, dataBase64: string, partitionKey = 'mara'): KinesisStreamRecord {
  return {
    awsRegion: 'eu-central-1',
    eventID: `shardId-000000000006:${sequenceNumber(index)}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:eu-central-1:000000000000:stream/listens',
    eventVersion: '1.0',
    invokeIdentityArn: 'arn:aws:iam::000000000000:role/consumer',
    kinesis: {
      approximateArrivalTimestamp: testNowMs / 1000,
      data: dataBase64,
      kinesisSchemaVersion: '1.0',
      partitionKey,
      sequenceNumber: sequenceNumber(index),
    },
  };
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A shard of the log that holds these listens in this order. */
export const shardOf = (events: readonly ListenEvent[]): KinesisStreamRecord[] =>
  events.map((event, index) => logRecord(index, Buffer.from(encodeListen(event)).toString('base64'), event.user_id));
