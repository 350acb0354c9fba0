/** DynamoDB and its streams behind the wire, on a virtual clock, with a table `plays` whose changes are recorded. */
import { afterEach } from '@jest/globals';

import type { VirtualClock } from '../../../../localstack/engine/clock.ts';
import { openState, type State, temporaryState } from '../../../../localstack/engine/state.ts';
import { createDynamodb, type DynamodbService } from '../../../../localstack/services/dynamodb/index.ts';
import { createDynamodbStreams } from '../../../../localstack/services/dynamodbstreams/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export interface StreamsWorld {
  readonly clock: VirtualClock;
  readonly dynamodb: DynamodbService;
  readonly state: State;
  table(operation: string, input?: object): Promise<Record<string, unknown>>;
  streams(operation: string, input?: object): Promise<Record<string, unknown>>;
  put(id: string, attributes?: object): Promise<void>;
  remove(id: string): Promise<void>;
  enable(StreamViewType?: string): Promise<string>;
  disable(): Promise<void>;
  /** The ARN of the table's latest stream. */
  streamArn(): Promise<string>;
  shards(streamArn?: string): Promise<readonly ShownShard[]>;
  iterator(type?: string, shardId?: string, SequenceNumber?: string): Promise<string>;
  /** All records of all shards that are there, parents before children. */
  records(streamArn?: string): Promise<readonly ShownRecord[]>;
}

export interface ShownShard {
  readonly ShardId: string;
  readonly ParentShardId?: string;
  readonly SequenceNumberRange: { readonly StartingSequenceNumber: string; readonly EndingSequenceNumber?: string };
}

export interface ShownRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly dynamodb: Record<string, unknown>;
  readonly userIdentity?: object;
}

export const TableName = 'plays';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A new world, or the one that an earlier cloud left in `folder`. */
export function streamsWorld(folder?: string): StreamsWorld {
  const state = folder === undefined ? temporaryState() : openState(folder);
  const engine = testEngine(state);
  const dynamodb = createDynamodb(engine);
  const { call } = inProcess([dynamodb, createDynamodbStreams(engine, dynamodb.streams)]);
  closers.push(() => {
    void dynamodb.stop?.();
    state.close();
  });
  const table: StreamsWorld['table'] = (operation, input = {}) => call('dynamodb', operation, { ...input });
  const streams: StreamsWorld['streams'] = (operation, input = {}) => call('dynamodbstreams', operation, { ...input });
  const streamArn = async (): Promise<string> => {
    const { Table } = await table('DescribeTable', { TableName });
    return String((Table as Record<string, unknown>)['LatestStreamArn']);
  };
  const shards: StreamsWorld['shards'] = async (arn) => {
    const { StreamDescription } = await streams('DescribeStream', { StreamArn: arn ?? (await streamArn()) });
    return (StreamDescription as { readonly Shards: readonly ShownShard[] }).Shards;
  };
  const change = (specification: object) => table('UpdateTable', { TableName, StreamSpecification: specification });
  return {
    clock: engine.clock,
    dynamodb,
    state,
    table,
    streams,
    streamArn,
    shards,
    put: async (id, attributes = {}) =>
      void (await table('PutItem', { TableName, Item: { id: { S: id }, ...attributes } })),
    remove: async (id) => void (await table('DeleteItem', { TableName, Key: { id: { S: id } } })),
    enable: async (StreamViewType = 'NEW_AND_OLD_IMAGES') => {
      await change({ StreamEnabled: true, StreamViewType });
      return await streamArn();
    },
    disable: async () => void (await change({ StreamEnabled: false })),
    iterator: async (ShardIteratorType = 'TRIM_HORIZON', shardId, SequenceNumber) => {
      const StreamArn = await streamArn();
      const ShardId = shardId ?? (await shards(StreamArn)).at(-1)?.ShardId;
      const input = { StreamArn, ShardId, ShardIteratorType, ...(SequenceNumber && { SequenceNumber }) };
      return String((await streams('GetShardIterator', input))['ShardIterator']);
    },
    records: async (arn) => {
      const StreamArn = arn ?? (await streamArn());
      const records: ShownRecord[] = [];
      for (const { ShardId } of await shards(StreamArn)) {
        const input = { StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
        const { ShardIterator } = await streams('GetShardIterator', input);
        const page = await streams('GetRecords', { ShardIterator });
        records.push(...(page['Records'] as ShownRecord[]));
      }
      return records;
    },
  };
}

/** A world with the table, and with a stream of it unless `view` is null. */
export async function worldWithStream(view: string | null = 'NEW_AND_OLD_IMAGES'): Promise<StreamsWorld> {
  const world = streamsWorld();
  await world.table('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    ...(view !== null && { StreamSpecification: { StreamEnabled: true, StreamViewType: view } }),
  });
  return world;
}
