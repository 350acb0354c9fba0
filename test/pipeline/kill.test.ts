/** `kill -9` of the local cloud in the middle of a crawl: nothing is lost, nothing counts twice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { crawlUntilCaughtUp } from '../../bin/start/crawl.ts';
import { readAnswers } from '../../bin/start/read-answers.ts';
import { scanTable, startProduct, type Product } from '../support/product.ts';

const quiet = (): void => undefined;
let product: Product;

beforeAll(async () => void (product = await startProduct({ seed: 11 })), 60_000);
afterAll(async () => await product.stop());

test('after two kills in the middle of crawling, raw listens and Top-K are complete and exact', async () => {
  for (let kills = 0; kills < 2; kills += 1) {
    await crawlUntilSomeArePublished();
    await product.cloud.kill();
    await product.restartCloud();
  }
  await crawlUntilCaughtUp(product.operator, product.providers, quiet);
  const answers = await readAnswers(product.operator, product.providers, quiet);

  expect(answers.map(({ displayName, topk, played }) => [displayName, topk.listens, played])).toEqual(
    answers.map(({ displayName, played }) => [displayName, played, played]),
  );
  const rows = await scanTable(product, 'UserListenHistoryTable');
  for (const { topk, played } of answers) {
    const raw = rows.filter((row) => row['user_id'] === topk.user_id && (row['listened_at'] ?? '') >= topk.window.from);
    expect([topk.user_id, raw.length]).toEqual([topk.user_id, played]);
  }
  expect(readFileSync(join(product.folder, 'cloud.log'), 'utf8')).not.toContain('request-faulted');
}, 120_000);

/** Begins a crawl and returns while it is under way: the moment the first listens have reached a table. */
async function crawlUntilSomeArePublished(): Promise<void> {
  const before = (await scanTable(product, 'UserListenHistoryTable')).length;
  await product.operator.invoke('CrawlSchedulerFunction', {});
  for (let tries = 0; tries < 500; tries += 1) {
    if ((await scanTable(product, 'UserListenHistoryTable')).length > before) return;
  }
}
