/** From a provider's history to the Top-K over HTTPS, on the real template; every figure is counted twice. */
import { get } from 'node:https';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { crawlUntilCaughtUp } from '../../bin/start/crawl.ts';
import { readAnswers, type Answer, type Topk } from '../../bin/start/read-answers.ts';
import type { TrueListen } from '../../localstack/sandbox/history-truth.ts';
import { scanTable, startProduct, type Product } from '../support/product.ts';

const quiet = (): void => undefined;
let product: Product;
let answers: readonly Answer[];

beforeAll(async () => {
  product = await startProduct();
  await crawlUntilCaughtUp(product.operator, product.providers, quiet);
  answers = await readAnswers(product.operator, product.providers, quiet);
}, 90_000);

afterAll(async () => await product.stop());

/** What a listener has played according to the histories alone, within the answer's own window and up to the last crawl. */
function playedBy(userId: string, { window }: Topk): TrueListen[] {
  const [fromMs, toMs] = [Date.parse(window.from), Date.parse(window.to)];
  return product.providers.sandbox.accounts
    .filter(({ listener }) => listener.id === userId)
    .flatMap(({ provider, name }) => product.providers.sandbox.truth(provider, name, Date.now()))
    .filter(({ listenedAtMs }) => listenedAtMs >= fromMs && listenedAtMs < toMs);
}

/** Counted without any of the product's code: the recording's code where there is one, else its name. */
function countsOf(listens: readonly TrueListen[]): number[] {
  const counts = new Map<string, number>();
  for (const { isrc, title, artist } of listens) {
    const song = isrc ?? `${title}\n${artist}`.toLowerCase();
    counts.set(song, (counts.get(song) ?? 0) + 1);
  }
  return [...counts.values()].toSorted((a, b) => b - a);
}

test('each listener’s ten largest counts are those of an independent count of the histories', () => {
  expect(answers.length).toBeGreaterThanOrEqual(4);
  for (const { topk } of answers) {
    expect(topk.songs.map(({ count }) => count)).toEqual(countsOf(playedBy(topk.user_id, topk)).slice(0, 10));
    expect(topk.distinct_songs).toBe(countsOf(playedBy(topk.user_id, topk)).length);
  }
});

test('each song in the answer has the title and artist of its history and the count of that song', () => {
  for (const { topk } of answers) {
    const listens = playedBy(topk.user_id, topk);
    for (const { title, artist, count } of topk.songs) {
      expect([title, listens.filter((listen) => listen.title === title && listen.artist === artist).length]).toEqual([
        title,
        count,
      ]);
    }
  }
});

test('songs that were played on two services are counted together and name both', () => {
  const both = answers.flatMap(({ topk }) => topk.songs).filter(({ providers }) => providers.length === 2);
  expect(both.length).toBeGreaterThan(0);
});

test('the printed HTTPS address answers', async () => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  get(
    answers[0]?.url.replace('localhost', '127.0.0.1') ?? '',
    { rejectUnauthorized: false, agent: false },
    (response) => {
      void text(response).then(resolve, reject);
    },
  ).on('error', reject);
  expect(JSON.parse(await promise)).toMatchObject({ user_id: answers[0]?.topk.user_id, k: 10 });
});

test('raw listens hold every play of the histories since the first crawl could see it, once', async () => {
  const rows = await scanTable(product, 'UserListenHistoryTable');
  const stored = rows.map((row) => `${row['user_id']} ${row['provider']} ${row['listened_at']} ${row['title']}`);
  expect(new Set(stored).size).toBe(stored.length);
  for (const { topk } of answers) {
    const raw = rows.filter((row) => row['user_id'] === topk.user_id && (row['listened_at'] ?? '') >= topk.window.from);
    expect(raw.length).toBe(topk.listens);
  }
});

test('a bad request is refused with every reason', async () => {
  const { plain } = product.operator.apiUrl('TopkUrl', `/users/${answers[0]?.topk.user_id}/topk?days=8&k=0`);
  const response = await fetch(plain);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    code: expect.any(String),
    message: expect.any(String),
    details: [expect.objectContaining({ parameter: 'days' }), expect.objectContaining({ parameter: 'k' })],
    traceId: expect.any(String),
  });
});
