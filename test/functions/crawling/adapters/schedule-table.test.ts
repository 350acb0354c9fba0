import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';

import { armedSchedule } from '../../../../functions/accounts/adapters/armed-schedule.ts';
import type { ArmedSchedule } from '../../../../functions/accounts/ports.ts';
import { scheduleTable } from '../../../../functions/crawling/adapters/schedule-table.ts';
import type { CrawlKey } from '../../../../functions/crawling/domain/crawl.ts';
import { dueShards } from '../../../../functions/crawling/domain/due-shard.ts';
import type { ClaimedSchedule, DueSchedule } from '../../../../functions/crawling/ports.ts';
import { createDynamodb } from '../../../../localstack/services/dynamodb/index.ts';
import { CrawlingWorld, leaseMs } from '../../../support/crawling-world.ts';
import { startMs } from '../../../support/fake-provider.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';
import { createControlPlaneTables } from '../../../support/product-tables.ts';

type Schedule = DueSchedule & ClaimedSchedule & ArmedSchedule;

const key = { userId: 'ada', provider: 'spotify' };
const job = { ...key, claimId: 'claim-a' };
const finished = { status: 'IDLE', nextCrawlAtMs: startMs + 5, failures: 0, cursorMs: startMs - 1 } as const;
const arming = { dueAtMs: startMs, cursorMs: startMs - 9, isOtherAccount: false };

function memorySchedule(): Schedule {
  const world = new CrawlingWorld();
  return {
    ...world.schedulerPorts().schedule,
    ...world.crawlerPorts().schedule,
    ...world.accountPorts().schedule,
  };
}

let client: DynamoDBClient;

/** The adapters over the local cloud's DynamoDB. */
async function dynamoSchedule(): Promise<Schedule> {
  client = new DynamoDBClient(inProcess([createDynamodb(testEngine())]).clientOptions);
  await createControlPlaneTables(client);
  return { ...scheduleTable(client, 'UserCrawlSchedule'), ...armedSchedule(client, 'UserCrawlSchedule') };
}

async function dueRows(schedule: Schedule, nowMs: number) {
  const rows = [];
  for (const shard of dueShards) for await (const page of schedule.dueRows(shard, nowMs)) rows.push(...page);
  return rows;
}

// The same sentences for both, so that what is tested on the memory of the tests holds for the table.
describe.each([
  ['in memory', async () => memorySchedule()],
  ['on its table', dynamoSchedule],
])('the schedule %s', (_where, make) => {
  let schedule: Schedule;
  const arm = (armed: CrawlKey = key) => schedule.arm(armed, arming);
  const claim = async (claimId = 'claim-a', nextCrawlAtMs = startMs) =>
    schedule.claim({ ...key, nextCrawlAtMs }, claimId, startMs + leaseMs);
  beforeEach(async () => {
    schedule = await make();
  });

  test('shows an armed account as due, once, from its time on', async () => {
    await arm();
    await arm({ userId: 'bob', provider: 'listenbrainz' });
    expect(await dueRows(schedule, startMs - 1)).toEqual([]);
    expect((await dueRows(schedule, startMs)).toSorted((a, b) => a.userId.localeCompare(b.userId))).toEqual([
      { ...key, nextCrawlAtMs: startMs },
      { userId: 'bob', provider: 'listenbrainz', nextCrawlAtMs: startMs },
    ]);
  });

  test('gives a row to the first who claims it as it was seen', async () => {
    await arm();
    expect(await claim('claim-a')).toBe(true);
    expect(await claim('claim-b')).toBe(false);
    expect(await schedule.read(key)).toMatchObject({ status: 'ENQUEUED', claimId: 'claim-a', cursorMs: startMs - 9 });
    expect(await dueRows(schedule, startMs + leaseMs - 1)).toEqual([]);
    expect(await dueRows(schedule, startMs + leaseMs)).toEqual([{ ...key, nextCrawlAtMs: startMs + leaseMs }]);
  });

  test('has no row to claim or to read where there is none, and makes none', async () => {
    expect(await claim()).toBe(false);
    expect(await schedule.release(job, finished)).toBe(false);
    expect(await schedule.read(key)).toBeUndefined();
  });

  test('ends a claim for the one who holds it', async () => {
    await arm();
    await claim();
    expect(await schedule.release({ ...job, claimId: 'claim-b' }, finished)).toBe(false);
    expect(await schedule.release(job, { ...finished, lastCrawledAt: 'now' })).toBe(true);
    expect(await schedule.release(job, finished)).toBe(false);
    const row = await schedule.read(key);
    expect(row).toMatchObject({ ...key, status: 'IDLE', failures: 0, cursorMs: startMs - 1 });
    expect(row).not.toHaveProperty('claimId');
    expect(await dueRows(schedule, startMs + 5)).toEqual([{ ...key, nextCrawlAtMs: startMs + 5 }]);
  });

  test('takes a paused row out of the index, where nobody can claim it, and arming brings it back', async () => {
    await arm();
    await claim();
    const paused = { ...finished, status: 'PAUSED', lastError: 'needs-reauthorisation', failures: 2 } as const;
    expect(await schedule.release(job, paused)).toBe(true);
    expect(await schedule.read(key)).toMatchObject({ status: 'PAUSED', failures: 2 });
    expect(await dueRows(schedule, startMs + leaseMs)).toEqual([]);
    expect(await claim('claim-b', finished.nextCrawlAtMs)).toBe(false);

    await arm();
    expect(await schedule.read(key)).toMatchObject({ status: 'IDLE', failures: 0, cursorMs: startMs - 1 });
    expect(await dueRows(schedule, startMs)).toHaveLength(1);
  });

  test('armed while claimed makes the claim void', async () => {
    await arm();
    await claim();
    await arm();
    expect(await schedule.release(job, finished)).toBe(false);
  });

  test('armed for another account begins anew', async () => {
    await arm();
    await claim();
    await schedule.release(job, finished);
    await schedule.arm(key, { ...arming, isOtherAccount: true });
    expect(await schedule.read(key)).toMatchObject({ cursorMs: startMs - 9 });
  });
});

test('a row of the table has the attributes of the contract', async () => {
  const schedule = await dynamoSchedule();
  await schedule.arm(key, arming);
  await schedule.claim({ ...key, nextCrawlAtMs: startMs }, 'claim-a', startMs + leaseMs);
  const lastCrawledAt = '2026-11-20T12:00:00.000Z';
  await schedule.release(job, { ...finished, lastCrawledAt, lastError: 'rate-limited', failures: 1 });
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: 'UserCrawlSchedule',
      Key: { user_id: { S: 'ada' }, provider: { S: 'spotify' } },
    }),
  );
  expect(Item).toEqual({
    user_id: { S: 'ada' },
    provider: { S: 'spotify' },
    status: { S: 'IDLE' },
    next_crawl_at: { N: String(startMs + 5) },
    due_shard: { S: expect.stringMatching(/^([0-9]|1[0-5])$/) },
    cursor: { N: String(startMs - 1) },
    failures: { N: '1' },
    last_crawled_at: { S: lastCrawledAt },
    last_error: { S: 'rate-limited' },
  });
});

test('a shard of several pages is read to its end', async () => {
  const schedule = await dynamoSchedule();
  let queries = 0;
  client.middlewareStack.add(
    (next) => (step) => {
      if (!('IndexName' in step.input)) return next(step);
      queries += 1;
      return next({ ...step, input: { ...step.input, Limit: 2 } });
    },
    { step: 'initialize' },
  );
  for (let index = 0; index < 40; index += 1)
    await schedule.arm({ userId: `user-${index}`, provider: 'spotify' }, arming);

  expect(await dueRows(schedule, startMs)).toHaveLength(40);
  expect(queries).toBeGreaterThan(dueShards.length);
});
