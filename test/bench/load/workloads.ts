/** What load clients ask for: endless sequences of requests, one sequence per lane. */
import { randomBytes } from 'node:crypto';

import { seededRandom } from '../../../localstack/engine/random.ts';

export type Input = Readonly<Record<string, unknown>>;
export type Output = Readonly<Record<string, unknown>>;

export interface Step {
  readonly operation: string;
  readonly input: Input;
}

/** Requests one after the other. `took` says how many items an answer was worth. */
export interface Lane {
  next(): Step;
  took(step: Step, output: Output): number;
}

/** Binary values as the client wants them: bytes for the SDK, base64 for plain JSON. */
export type Bytes = (bytes: Uint8Array) => unknown;

export interface Place {
  readonly client: number;
  readonly lane: number;
  readonly bytes: Bytes;
}

export type WorkloadName = keyof typeof workloads;

export const benchName = 'bench';
export const shardCount = 4;
export const putRecordsCount = 500;
export const usersOfLoad = 10_000;
/** One listen's element, and how many a crawl brings of a user and day. */
export const elementBytes = 24;
export const elementsPerUpdate = 6;
export const batchRows = 25;
export const daysPerUser = 7;
/** Users whose days were written before reads are measured. */
export const usersToRead = 2000;

const recordBytes = 250;
/** Different requests that a lane repeats, so that making them up costs the client nothing. */
const requestsPerLane = 16;
const getRecordsLimit = 1000;

export const workloads = {
  'put-records': putRecords,
  'get-records': getRecords,
  'batch-write': batchWrite,
  'update-add': updateAdd,
  'get-item': getItem,
  query,
} satisfies Record<string, (place: Place) => Lane>;

/** PutRecords, 500 records of 250 bytes under 10,000 partition keys. */
function putRecords({ client, lane, bytes }: Place): Lane {
  const random = seededRandom(client * 1000 + lane + 1);
  const steps = Array.from({ length: requestsPerLane }, () => ({
    operation: 'PutRecords',
    input: {
      StreamName: benchName,
      Records: Array.from({ length: putRecordsCount }, () => ({
        Data: bytes(randomBytes(recordBytes)),
        PartitionKey: `user-${Math.floor(random() * usersOfLoad)}`,
      })),
    },
  }));
  return {
    next: turnsOf(steps),
    took: (_, { FailedRecordCount }) => {
      if (FailedRecordCount) throw new Error(`${String(FailedRecordCount)} records were refused`);
      return putRecordsCount;
    },
  };
}

/** GetRecords of one shard from its beginning, 1,000 a call, over and over. */
function getRecords({ client, lane }: Place): Lane {
  const ShardId = `shardId-${String((client + lane) % shardCount).padStart(12, '0')}`;
  let ShardIterator: unknown;
  return {
    next: () => {
      if (ShardIterator !== undefined)
        return { operation: 'GetRecords', input: { ShardIterator, Limit: getRecordsLimit } };
      const input = { StreamName: benchName, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
      return { operation: 'GetShardIterator', input };
    },
    took: ({ operation }, output) => {
      if (operation === 'GetShardIterator') {
        ({ ShardIterator } = output);
        return 0;
      }
      const { length } = output['Records'] as readonly unknown[];
      ShardIterator = length > 0 ? output['NextShardIterator'] : undefined;
      return length;
    },
  };
}

/** BatchWriteItem of 25 new items of about 300 bytes. */
function batchWrite({ client, lane }: Place): Lane {
  let count = 0;
  return {
    next: () => {
      const requests = Array.from({ length: batchRows }, () => {
        count += 1;
        return { PutRequest: { Item: rawRow(client, lane, count) } };
      });
      return { operation: 'BatchWriteItem', input: { RequestItems: { [`${benchName}-rows`]: requests } } };
    },
    took: (_, { UnprocessedItems }) => {
      if (Object.keys((UnprocessedItems as object | undefined) ?? {}).length > 0)
        throw new Error('items were left unprocessed');
      return batchRows;
    },
  };
}

/** A row much like a raw listen's: about 300 bytes of names and values. */
export function rawRow(client: number, lane: number, count: number) {
  const number = String(count).padStart(9, '0');
  const user = `user-${(count * 7919 + client * 31 + lane) % usersOfLoad}`;
  return {
    pk: { S: `${user}#2026-11-20` },
    sk: { S: `2026-11-20T08:15:30.000Z#${client}-${lane}-${number}` },
    event_id: { S: number.repeat(7) },
    song_id: { S: '0123456789abcdef01234567' },
    title: { S: 'The title of a song as it is sung' },
    artist: { S: 'Somebody & The Others' },
    album: { S: 'An album' },
    provider: { S: 'spotify' },
    expires_at: { N: '1798000000' },
  };
}

/** UpdateItem: a crawl's six new elements join the set of a user's day. */
function updateAdd({ client, lane, bytes }: Place): Lane {
  const random = seededRandom(client * 1000 + lane + 1);
  return {
    next: () => ({
      operation: 'UpdateItem',
      input: {
        TableName: `${benchName}-days`,
        Key: dayKey(Math.floor(random() * usersOfLoad), Math.floor(random() * daysPerUser)),
        UpdateExpression: 'ADD e :elements SET expires_at = if_not_exists(expires_at, :expires_at)',
        ExpressionAttributeValues: {
          ':elements': { BS: Array.from({ length: elementsPerUpdate }, () => bytes(randomBytes(elementBytes))) },
          ':expires_at': { N: '1798000000' },
        },
      },
    }),
    took: () => 1,
  };
}

function getItem({ client, lane }: Place): Lane {
  const random = seededRandom(client * 1000 + lane + 1);
  return {
    next: () => ({
      operation: 'GetItem',
      input: {
        TableName: `${benchName}-read`,
        Key: dayKey(Math.floor(random() * usersToRead), Math.floor(random() * daysPerUser)),
      },
    }),
    took: (_, { Item }) => {
      if (!Item) throw new Error('an item was not found');
      return 1;
    },
  };
}

/** Query of a user's seven days, as a Top-K answer needs them. */
function query({ client, lane }: Place): Lane {
  const random = seededRandom(client * 1000 + lane + 1);
  return {
    next: () => ({
      operation: 'Query',
      input: {
        TableName: `${benchName}-read`,
        KeyConditionExpression: 'user_id = :user_id AND #day BETWEEN :first AND :last',
        ExpressionAttributeNames: { '#day': 'day' },
        ExpressionAttributeValues: {
          ':user_id': { S: userOf(Math.floor(random() * usersToRead)) },
          ':first': { S: dayOf(0) },
          ':last': { S: dayOf(daysPerUser - 1) },
        },
      },
    }),
    took: (_, { Count }) => {
      if (Count !== daysPerUser) throw new Error(`${String(Count)} days instead of ${daysPerUser}`);
      return 1;
    },
  };
}

export const userOf = (user: number): string => `user-${user}`;
export const dayOf = (day: number): string => `2026-11-${14 + day}`;
export const dayKey = (user: number, day: number): Record<string, { S: string }> => ({
  user_id: { S: userOf(user) },
  day: { S: dayOf(day) },
});

function turnsOf<T>(items: readonly T[]): () => T {
  let index = -1;
  return () => {
    index = (index + 1) % items.length;
    return items[index] as T;
  };
}
