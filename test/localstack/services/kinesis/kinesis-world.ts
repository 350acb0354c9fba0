/** A Kinesis of its own for each test, spoken to by the real SDK client over the wire, on a virtual clock. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
  type GetRecordsCommandOutput,
  type Shard,
  type ShardIteratorType,
} from '@aws-sdk/client-kinesis';
import { afterEach } from '@jest/globals';

import type { CallService } from '../../../../localstack/engine/service.ts';
import { openState } from '../../../../localstack/engine/state.ts';
import { createKinesis, type KinesisService } from '../../../../localstack/services/kinesis/index.ts';
import type { KinesisOptions } from '../../../../localstack/services/kinesis/streams.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export const arnOf = (name: string): string => `arn:aws:kinesis:us-east-1:000000000000:stream/${name}`;

export interface KinesisWorld {
  readonly client: KinesisClient;
  readonly service: KinesisService;
  readonly call: CallService;
  readonly engine: ReturnType<typeof testEngine>;
  /** Writes texts, each with itself as the partition key unless one is given. */
  put(streamName: string, texts: readonly string[], partitionKey?: string): Promise<void>;
  shards(streamName: string): Promise<Shard[]>;
  iterator(streamName: string, shardId: string, type: ShardIteratorType, more?: object): Promise<string>;
  get(iterator: string, limit?: number): Promise<GetRecordsCommandOutput>;
  /** The texts of a shard, from the oldest on. */
  texts(streamName: string, shardId?: string): Promise<string[]>;
  /** The same state folder under a new service, as after the end of the process. Begins where the clock stands. */
  restart(): Promise<KinesisWorld>;
}

const cleanups: (() => void)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0).reverse()) cleanup();
});

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kinesis-test-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function kinesisWorld(options: Partial<KinesisOptions> = {}): KinesisWorld {
  return openWorld(temporaryFolder(), options, 0);
}

function openWorld(folder: string, options: Partial<KinesisOptions>, elapsedMs: number): KinesisWorld {
  const state = openState(folder);
  const engine = testEngine(state);
  const startMs = engine.clock.nowMs();
  void engine.clock.advance(elapsedMs);
  const service = createKinesis(engine, options);
  const wire = inProcess([service]);
  const client = new KinesisClient(wire.clientOptions);
  void service.start?.();
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    void service.stop?.();
    state.close();
    client.destroy();
  };
  cleanups.push(close);
  return {
    client,
    service,
    call: wire.call,
    engine,
    ...verbs(client),
    restart: async () => {
      close();
      return openWorld(folder, options, engine.clock.nowMs() - startMs);
    },
  };
}

function verbs(client: KinesisClient): Pick<KinesisWorld, 'put' | 'shards' | 'iterator' | 'get' | 'texts'> {
  const shards: KinesisWorld['shards'] = async (StreamName) =>
    (await client.send(new ListShardsCommand({ StreamName }))).Shards ?? [];
  const iterator: KinesisWorld['iterator'] = async (StreamName, ShardId, ShardIteratorType, more = {}) =>
    (await client.send(new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType, ...more })))
      .ShardIterator ?? '';
  const get: KinesisWorld['get'] = (ShardIterator, Limit = 10_000) =>
    client.send(new GetRecordsCommand({ ShardIterator, Limit }));
  return {
    shards,
    iterator,
    get,
    put: async (StreamName, texts, partitionKey) => {
      const Records = texts.map((text) => ({ Data: Buffer.from(text), PartitionKey: partitionKey ?? text }));
      await client.send(new PutRecordsCommand({ StreamName, Records }));
    },
    texts: async (streamName, shardId = 'shardId-000000000000') => {
      const { Records = [] } = await get(await iterator(streamName, shardId, 'TRIM_HORIZON'));
      return textsOf(Records);
    },
  };
}

export function textsOf(records: readonly { readonly Data?: Uint8Array | undefined }[]): string[] {
  return records.map(({ Data }) => Buffer.from(Data ?? []).toString());
}
