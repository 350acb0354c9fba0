import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { answerRequest } from '../../../functions/accounts/answer-request.ts';
import { httpWithin } from '../../../functions/crawling/adapters/http.ts';
import { crawlBatch } from '../../../functions/crawling/crawl-batch.ts';
import { providerRegistry } from '../../../functions/crawling/providers/registry.ts';
import { scheduleCrawls } from '../../../functions/crawling/schedule-crawls.ts';
import { VirtualClock } from '../../../localstack/engine/clock.ts';
import { startSandbox } from '../../../localstack/sandbox/start-sandbox.ts';
import type { Sandbox, SandboxAccount } from '../../../localstack/sandbox/start-sandbox.ts';
import { CrawlingWorld, hourMs, intervalMs } from '../../support/crawling-world.ts';
import { startMs } from '../../support/fake-provider.ts';

const redirectUrl = 'https://example.test/oauth/callback';
const plenty = () => 300_000;

let folder: string;
let sandbox: Sandbox;
let clock: VirtualClock;
let world: CrawlingWorld;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crawl-sandbox-'));
  clock = new VirtualClock(startMs);
  world = new CrawlingWorld();
  sandbox = await startSandbox({
    folder,
    seed: 1,
    clock,
    redirectUrls: [redirectUrl],
    rateLimit: { requestsMax: 10_000, windowSeconds: 10 },
  });
});
afterEach(async () => {
  await sandbox.stop();
  rmSync(folder, { recursive: true });
});

function providers() {
  const env = {
    SPOTIFY_CLIENT_ID: sandbox.clientId,
    SPOTIFY_ACCOUNTS_URL: sandbox.spotifyAccountsUrl,
    SPOTIFY_API_URL: sandbox.spotifyApiUrl,
    LISTENBRAINZ_API_URL: sandbox.listenBrainzApiUrl,
  };
  return [...providerRegistry(env, { http: httpWithin(5_000), nowMs: () => world.nowMs }).values()];
}

/** Connects an account as a person does: through the consent page, or with the token from the settings page. */
async function connect(account: SandboxAccount): Promise<void> {
  const answer = answerRequest(world.accountPorts(...providers()));
  const { provider, name, userToken, listener } = account;
  const user = { user_id: name, provider, zone: listener.zone };
  if (userToken === undefined) await connectByConsent(answer, user);
  else {
    const request = { operation: 'connect', ...user, account_name: name, token: userToken };
    await answer(request, { awsRequestId: 't' });
  }
  expect(world.token({ userId: name, provider })).toMatchObject({ status: 'active', accountName: name });
}

async function connectByConsent(answer: ReturnType<typeof answerRequest>, user: { user_id: string }): Promise<void> {
  const started = (await answer({ operation: 'start', ...user }, { awsRequestId: 't' })) as { authorize_url: string };
  const consent = await fetch(`${started.authorize_url}&login_hint=${user.user_id}`, { redirect: 'manual' });
  const queryStringParameters = Object.fromEntries(new URL(consent.headers.get('location') ?? '').searchParams);
  const http = { method: 'GET', path: '/oauth/callback' };
  const event = { requestContext: { requestId: 't', http }, queryStringParameters };
  expect(await answer(event, { awsRequestId: 't' })).toMatchObject({ statusCode: 200 });
}

async function advance(durationMs: number): Promise<void> {
  await clock.advance(durationMs);
  world.nowMs += durationMs;
}

/** Runs scheduler and worker until nothing is due. Failed messages come back at once. */
async function crawlUntilQuiet(): Promise<void> {
  const schedule = scheduleCrawls(world.schedulerPorts());
  const crawl = crawlBatch(world.crawlerPorts(...providers()));
  for (let turn = 1; (await schedule(plenty)).due > 0; turn += 1) {
    expect(turn).toBeLessThan(50);
    while (world.queue.length > 0) {
      const jobs = [...world.queue];
      const { batchItemFailures } = await crawl(world.takeBatch(), plenty);
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      world.queue.push(
        ...jobs.filter(({ userId, provider, claimId }) => failed.has(`${userId}/${provider}/${claimId}`)),
      );
    }
  }
}

/** What the log holds of an account, and what a perfect collector would have, in the same words. */
function logAndTruth({ provider, name }: SandboxAccount) {
  const words = (listenedAtMs: number, title: string) => `${new Date(listenedAtMs).toISOString()} ${title}`;
  const onLog = [...world.listens().values()]
    .filter((listen) => listen.provider === provider && listen.user_id === name)
    .map(({ listened_at, title }) => words(Date.parse(listened_at), title));
  const truth = sandbox.truth(provider, name, world.nowMs).map((listen) => words(listen.listenedAtMs, listen.title));
  return { onLog: onLog.toSorted(), truth: truth.toSorted() };
}

function expectLogToBeTrue(): void {
  for (const account of sandbox.accounts) {
    const { onLog, truth } = logAndTruth(account);
    expect(truth.length).toBeGreaterThan(100);
    expect(onLog).toEqual(truth);
  }
}

test('crawling every account from its consent on gives what a perfect collector would have', async () => {
  for (const account of sandbox.accounts) await connect(account);
  await crawlUntilQuiet();
  expectLogToBeTrue();

  // A day goes by, and access tokens run out many times.
  for (let passedMs = 0; passedMs < 24 * hourMs; passedMs += intervalMs) {
    await advance(intervalMs);
    await crawlUntilQuiet();
  }
  expectLogToBeTrue();
});

test('outages, rate limits, lost answers and expired tokens on the way change nothing in the end', async () => {
  for (const account of sandbox.accounts) await connect(account);
  for (const provider of ['spotify', 'listenbrainz'] as const) {
    sandbox.faults.add({ provider, kind: 'html-page', status: 502 });
    sandbox.faults.add({ provider, kind: 'reset', count: 2 });
    sandbox.faults.add({ provider, kind: 'lost-answer' });
    sandbox.faults.add({ provider, kind: 'server-error', status: 503, count: 2 });
    sandbox.faults.add({ provider, kind: 'too-many-requests', retryAfterSeconds: 7_293 });
  }
  await crawlUntilQuiet();
  for (const { provider, name } of sandbox.accounts) if (provider === 'spotify') sandbox.expireTokens(provider, name);
  await advance(3 * hourMs);
  await crawlUntilQuiet();

  expect(world.loggedEvents()).toEqual(
    expect.arrayContaining(['crawl-faulted', 'crawl-rate-limited', 'tokens-renewed']),
  );
  expectLogToBeTrue();
});

test('a consent that was taken back pauses its account alone, and a new consent goes on where it stopped', async () => {
  for (const account of sandbox.accounts) await connect(account);
  await crawlUntilQuiet();
  const revoked = sandbox.accounts.find(({ provider }) => provider === 'spotify');
  if (!revoked) throw new Error('nobody is at Spotify');
  const key = { userId: revoked.name, provider: revoked.provider };
  sandbox.revokeTokens(revoked.provider, revoked.name);
  for (let hours = 0; hours < 3; hours += 1) {
    await advance(hourMs);
    await crawlUntilQuiet();
  }
  expect(world.token(key).status).toBe('needs_reauth');
  expect(world.row(key).status).toBe('PAUSED');

  await connect(revoked);
  await crawlUntilQuiet();
  expect(world.row(key).status).toBe('IDLE');
  expectLogToBeTrue();
});
