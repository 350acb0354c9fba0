/** A DynamoDB of its own for each test: virtual clock, temporary state, requests checked as the wire checks them. */
import { afterEach } from '@jest/globals';

import type { VirtualClock } from '../../../../localstack/engine/clock.ts';
import { openState, type State, temporaryState } from '../../../../localstack/engine/state.ts';
import { checkInput } from '../../../../localstack/engine/validation.ts';
import {
  createDynamodb,
  type DynamodbOptions,
  type DynamodbService,
} from '../../../../localstack/services/dynamodb/index.ts';
import type { AttributeValue, Item } from '../../../../localstack/services/dynamodb/values/attribute-value.ts';
import { testEngine } from '../../../support/in-process.ts';

interface Answer {
  readonly [member: string]: unknown;
  readonly Item?: Item;
  readonly Attributes?: Item;
  readonly Items?: Item[];
  readonly Count?: number;
  readonly ScannedCount?: number;
  readonly LastEvaluatedKey?: Item;
}

export interface World {
  readonly clock: VirtualClock;
  readonly service: DynamodbService;
  readonly state: State;
  send(operation: string, input: Record<string, unknown>): Promise<Answer>;
}

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A world on its own state, or on the one that an earlier cloud left in `folder`. */
export function world({ folder, ...options }: DynamodbOptions & { readonly folder?: string } = {}): World {
  const state = folder === undefined ? temporaryState() : openState(folder);
  const engine = testEngine(state);
  const service = createDynamodb(engine, options);
  closers.push(() => {
    void service.stop?.();
    state.close();
  });
  return {
    clock: engine.clock,
    service,
    state,
    async send(operation, input) {
      const { parameters, run } = service.operations[operation] ?? unknownOperation(operation);
      const sent = structuredClone(input);
      checkInput(`dynamodb.${operation}`, parameters, sent);
      const answer = await run(sent as never, { requestId: 'request', accountId: '000000000000', region: 'us-east-1' });
      return JSON.parse(JSON.stringify(answer)) as Answer;
    },
  };
}

function unknownOperation(name: string): never {
  throw new Error(`no operation ${name}`);
}

/** A world with the table `plays`: partition key `listener` (S), sort key `played` (N), and the given further members. */
export async function worldWithPlays(members: Record<string, unknown> = {}): Promise<World> {
  const made = world();
  await made.send('CreateTable', playsTable(members));
  return made;
}

export function playsTable({ AttributeDefinitions = [], ...members }: Record<string, unknown> = {}): Record<
  string,
  unknown
> {
  return {
    TableName: 'plays',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'listener', KeyType: 'HASH' },
      { AttributeName: 'played', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'listener', AttributeType: 'S' },
      { AttributeName: 'played', AttributeType: 'N' },
      ...(AttributeDefinitions as object[]),
    ],
    ...members,
  };
}

/** `plays` with the global index `bySong` (song, played) of the given projection. */
export function songIndex(projection: Record<string, unknown> = { ProjectionType: 'ALL' }): Record<string, unknown> {
  return {
    AttributeDefinitions: [{ AttributeName: 'song', AttributeType: 'S' }],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'bySong',
        KeySchema: [
          { AttributeName: 'song', KeyType: 'HASH' },
          { AttributeName: 'played', KeyType: 'RANGE' },
        ],
        Projection: projection,
      },
    ],
  };
}

export function key(listener: string, played: number): Item {
  return { listener: { S: listener }, played: { N: String(played) } };
}

export function play(listener: string, played: number, attributes: Record<string, AttributeValue> = {}): Item {
  return { ...key(listener, played), ...attributes };
}

/** Follows `LastEvaluatedKey` to the end and gives all items of all pages. */
export async function allPages(
  { send }: World,
  operation: 'Query' | 'Scan',
  input: Record<string, unknown>,
): Promise<{ items: Item[]; pageCount: number }> {
  const items: Item[] = [];
  let start: Item | undefined;
  let pageCount = 0;
  do {
    const page: Answer = await send(operation, { ...input, ...(start ? { ExclusiveStartKey: start } : {}) });
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
    pageCount += 1;
  } while (start);
  return { items, pageCount };
}
