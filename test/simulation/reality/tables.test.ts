/**
 * The tables of the simulation against the local cloud: the same random operations, the same answers. What is proven on the
 * former holds for the deployed code only as far as this does.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { dueShardOf } from '../../../functions/crawling/domain/due-shard.ts';
import { historyRow } from '../../../functions/history/domain/history-row.ts';
import { listen } from '../../support/listen-builders.ts';
import { cloudTables, simulatedTables } from './table-worlds.ts';
import type { TablePorts } from './table-worlds.ts';

// Every answer passes the wire and the disk, hundreds of them in a test.
jest.setTimeout(60_000);

/** Does the same to both and gives their answers; a refusal is an answer, however it is worded. */
type Operation = (tables: TablePorts, prefix: string) => Promise<unknown>;

const answerOf = async (operation: Operation, tables: TablePorts, prefix: string): Promise<unknown> => {
  try {
    return { answered: await operation(tables, prefix) };
  } catch {
    return 'refused';
  }
};

let cloud: Awaited<ReturnType<typeof cloudTables>>;
let cases = 0;
beforeAll(async () => {
  cloud = await cloudTables();
});
afterAll(() => cloud.close());

/** Each case has users and songs of its own, so that one cloud serves all. */
async function compareAnswers(operations: readonly Operation[]): Promise<void> {
  const prefix = `case-${(cases += 1)}-`;
  const simulated = simulatedTables();
  for (const operation of operations) {
    const right = await answerOf(operation, cloud.tables, prefix);
    expect(await answerOf(operation, simulated, prefix)).toEqual(right);
  }
}

const expectSameAnswers = (operation: fc.Arbitrary<Operation>, numRuns: number) =>
  fc.assert(fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 14 }), compareAnswers), { numRuns });

const users = fc.constantFrom('mara', 'noor');
const days = fc.constantFrom('2026-11-19', '2026-11-20');

test('aggregates take elements, refuse empty and repeated ones, and keep their first expiry', async () => {
  const element = fc.integer({ min: 1, max: 5 }).map((byte) => new Uint8Array(24).fill(byte));
  const add = fc
    .record({
      user: users,
      day: days,
      elements: fc.array(element, { maxLength: 4 }),
      expires: fc.constantFrom(10, 20),
    })
    .map(({ user, day, elements, expires }): Operation => async ({ aggregates }, prefix) => {
      return aggregates.add({ userId: prefix + user, day, elements, expiresAtSeconds: expires });
    });
  const read = fc.record({ user: users, first: days, last: days }).map(
    ({ user, first, last }): Operation =>
      async ({ aggregates }, prefix) =>
        (await aggregates.read(prefix + user, first, last)).map(({ day, elements, expiresAtSeconds }) => [
          day,
          expiresAtSeconds,
          elements.map((bytes) => Buffer.from(bytes).toString('hex')).sort(),
        ]),
  );
  await expectSameAnswers(fc.oneof(add, add, read), 60);
});

test('raw listens are replaced under their key, and no key comes twice in a call', async () => {
  const row = fc
    .record({
      user: users,
      second: fc.integer({ min: 0, max: 3 }),
      title: fc.constantFrom('Slow Tram', 'North Quay'),
    })
    .map(({ user, second, title }) => ({ user, at: Date.parse('2026-11-20T10:00:00Z') + second * 1000, title }));
  const rowsOf = (rows: readonly { user: string; at: number; title: string }[], prefix: string) =>
    rows.map(({ user, at, title }) =>
      historyRow(listen({ userId: prefix + user, listenedAtMs: at, title, providerKey: 'one' }), 30),
    );
  const write = fc.array(row, { maxLength: 4 }).map((rows): Operation => async ({ history, rawListens }, prefix) => [
    await history.write(rowsOf(rows, prefix)),
    await rawListens(new Set(['mara', 'noor'].map((user) => `${prefix}${user}#2026-11-20`))),
  ]);
  await expectSameAnswers(write, 15);
});

test('the catalogue keeps the best label and the longer life', async () => {
  const offer = fc
    .record({
      song: fc.constantFrom('song-1', 'song-2'),
      rank: fc.constantFrom('0-a', '1-a', '1-b'),
      album: fc.constantFrom('', 'Ebb'),
      expires: fc.constantFrom(10, 20, 30),
    })
    .map(({ song, rank, album, expires }): Operation => async ({ catalogue }, prefix) => {
      const label = { title: rank, artist: 'Quay', ...(album === '' ? {} : { album }) };
      return catalogue.offer({ songId: prefix + song, label, labelRank: rank, expiresAtSeconds: expires });
    });
  const find = fc.uniqueArray(fc.constantFrom('song-1', 'song-2', 'song-3')).map(
    (songs): Operation =>
      async ({ catalogue }, prefix) =>
        (await catalogue.find(songs.map((song) => prefix + song))).toSorted((left, right) =>
          left.songId < right.songId ? -1 : 1,
        ),
  );
  await expectSameAnswers(fc.oneof(offer, offer, find), 60);
});

test('rows of the schedule are claimed by one, released by who holds them, and found when they are due', async () => {
  const key = users.map((user) => (prefix: string) => ({ userId: prefix + user, provider: 'spotify' }));
  const instants = fc.constantFrom(100, 200, 300);
  const claims = fc.constantFrom('claim-1', 'claim-2');
  const arm = fc.record({ key, at: instants, cursor: instants }).map(
    ({ key: of, at, cursor }): Operation =>
      async ({ schedule }, prefix) =>
        schedule.arm(of(prefix), { dueAtMs: at, cursorMs: cursor, isOtherAccount: false }),
  );
  const claim = fc.record({ key, seen: instants, claim: claims, until: instants }).map(
    ({ key: of, seen, claim: claimId, until }): Operation =>
      async ({ schedule }, prefix) =>
        schedule.claim({ ...of(prefix), nextCrawlAtMs: seen }, claimId, until),
  );
  const release = fc
    .record({ key, claim: claims, next: instants, status: fc.constantFrom('IDLE' as const, 'PAUSED' as const) })
    .map(({ key: of, claim: claimId, next, status }): Operation => async ({ schedule }, prefix) => {
      const change = { status, nextCrawlAtMs: next, failures: 1, cursorMs: next, lastError: 'rate-limited' };
      return schedule.release({ ...of(prefix), claimId }, change);
    });
  const read = key.map((of): Operation => async ({ schedule }, prefix) => {
    const row = await schedule.read(of(prefix));
    return row && { status: row.status, claimId: row.claimId, cursorMs: row.cursorMs, failures: row.failures };
  });
  const due = instants.map((now): Operation => async ({ schedule }, prefix) => {
    const rows: string[] = [];
    for (const shard of new Set(
      ['mara', 'noor'].map((user) => dueShardOf({ userId: prefix + user, provider: 'spotify' })),
    ))
      for await (const page of schedule.dueRows(shard, now))
        rows.push(...page.filter(({ userId }) => userId.startsWith(prefix)).map((row) => JSON.stringify(row)));
    return rows.sort();
  });
  await expectSameAnswers(fc.oneof(arm, arm, claim, release, read, due), 60);
});

test('tokens are renewed by one, and only under the version that was read', async () => {
  const key = users.map((user) => (prefix: string) => ({ userId: prefix + user, provider: 'spotify' }));
  const versions = fc.integer({ min: 0, max: 3 });
  const facts = fc.constantFrom({ ciphertext: Buffer.from('a') }, { ciphertext: Buffer.from('b'), expiresAtMs: 5_000 });
  const replace = fc.record({ key, facts }).map(
    ({ key: of, facts: given }): Operation =>
      async ({ tokens }, prefix) =>
        tokens.replace(of(prefix), { ...given, accountName: 'listener', authorisedAt: '2026-11-20T12:00:00.000Z' }),
  );
  const begin = fc.record({ key, version: versions, now: fc.constantFrom(100, 200) }).map(
    ({ key: of, version, now }): Operation =>
      async ({ tokens }, prefix) =>
        tokens.beginRefresh(of(prefix), version, now, now + 50),
  );
  const store = fc.record({ key, version: versions, facts }).map(
    ({ key: of, version, facts: given }): Operation =>
      async ({ tokens }, prefix) =>
        tokens.storeRefreshed(of(prefix), version, given),
  );
  const mark = fc.record({ key, version: versions }).map(
    ({ key: of, version }): Operation =>
      async ({ tokens }, prefix) =>
        tokens.setStatus(of(prefix), version, 'suspect'),
  );
  const read = key.map((of): Operation => async ({ tokens }, prefix) => {
    const row = await tokens.read(of(prefix));
    return row && { ...row, ciphertext: Buffer.from(row.ciphertext).toString() };
  });
  await expectSameAnswers(fc.oneof(replace, begin, store, mark, read, read), 60);
});
