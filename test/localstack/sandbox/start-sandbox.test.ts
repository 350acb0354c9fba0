import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { demoListeners } from '../../../localstack/sandbox/histories/demo-listeners.ts';
import {
  asListen,
  call,
  connect,
  consent,
  crawl,
  nowMs,
  postToken,
  recentlyPlayed,
  redeem,
  sandboxWorld,
} from './sandbox-world.ts';

const dayMs = 86_400_000;
const fixtures = join(import.meta.dirname, '..', '..', 'fixtures', 'histories');
const ownHistories = [join(fixtures, 'spotify-extended'), join(fixtures, 'listenbrainz-export')];

let world: ReturnType<typeof sandboxWorld>;
beforeEach(() => {
  world = sandboxWorld();
});
afterEach(() => world.close());

describe('a sandbox', () => {
  test('has four people with five accounts, one of them at both providers', async () => {
    const { accounts } = await world.start();

    expect(accounts.map(({ provider, name }) => `${provider}:${name}`)).toEqual([
      'spotify:jonas',
      'spotify:avery',
      'listenbrainz:avery',
      'spotify:priya',
      'listenbrainz:tomas',
    ]);
    expect(accounts.map(({ userToken }) => userToken !== undefined)).toEqual([false, false, true, false, true]);
  });

  test('given a person’s exports, makes one listener with an account at each provider', async () => {
    const owner = { id: 'ada', displayName: 'Ada', zone: 'Europe/Lisbon' };
    const { accounts } = await world.start({ histories: ownHistories, owner, listeners: [] });

    expect(accounts.map(({ provider, name, listener }) => [provider, name, listener])).toEqual([
      ['spotify', 'you', owner],
      ['listenbrainz', 'lumen', owner],
    ]);
  });

  test('takes several files of one provider as one history, whatever they overlap', async () => {
    const folder = join(fixtures, 'spotify-extended');
    const files = readdirSync(folder).map((name) => join(folder, name));
    const sandbox = await world.start({ histories: files, listeners: [] });

    expect(sandbox.accounts).toHaveLength(1);
    expect(sandbox.truth('spotify', 'you', nowMs)).toHaveLength(7);
  });

  test('refuses two accounts of one name', async () => {
    const [first] = demoListeners;
    if (!first) throw new Error('there is no demo listener');

    await expect(world.start({ listeners: [first, first] })).rejects.toThrow(
      'the account spotify:jonas is there twice',
    );
  });

  test('refuses an export that it cannot read, naming the file', async () => {
    await expect(world.start({ histories: [join(fixtures, 'nowhere.zip')] })).rejects.toThrow(
      /nowhere\.zip: there is no such file/,
    );
  });

  test('refuses a port that is taken, naming it', async () => {
    const { url } = await world.start();
    const { port } = new URL(url);

    await expect(world.start({ port: Number(port) })).rejects.toThrow(`cannot listen on port ${port}`);
  });

  test('lists its accounts with what they played and what has been released', async () => {
    const sandbox = await world.start();
    const { accessToken } = await connect(sandbox, 'jonas');
    const first = await recentlyPlayed(sandbox, accessToken, '?limit=50&after=0');
    const { body } = await call(`${sandbox.url}/_sandbox/accounts`);
    const [jonas, , avery] = body['accounts'] as readonly Readonly<Record<string, unknown>>[];

    expect(jonas).toMatchObject({ provider: 'spotify', name: 'jonas', isTimelapse: true, isLive: false, released: 50 });
    expect(jonas?.['releasedUntil']).toBe((first.body['items'] as readonly { played_at: string }[])[0]?.played_at);
    expect(jonas?.['played']).toBeGreaterThan(Number(jonas?.['listed']));
    expect(avery).toMatchObject({ provider: 'listenbrainz', isLive: true, released: avery?.['listed'] });
  });

  test('exports the truth about an account as of any instant', async () => {
    const sandbox = await world.start();
    const url = `${sandbox.url}/_sandbox/accounts/listenbrainz/tomas/truth?until_ms=${nowMs - dayMs}`;
    const { body } = await call(url);

    expect(body['listens']).toEqual(sandbox.truth('listenbrainz', 'tomas', nowMs - dayMs));
    expect(sandbox.truth('listenbrainz', 'tomas', nowMs).length).toBeGreaterThan(
      sandbox.truth('listenbrainz', 'tomas', nowMs - dayMs).length,
    );
  });
});

describe('a restart', () => {
  test('goes on in the middle of a crawl: no play is lost and none comes twice', async () => {
    const before = await world.start();
    const { accessToken } = await connect(before, 'jonas');
    const first = await recentlyPlayed(before, accessToken, `?limit=50&after=${nowMs - 30 * dayMs}`);
    const items = (first.body['items'] as Parameters<typeof asListen>[0][]).toReversed();
    await before.stop();
    await world.clock.advance(1_800_000);

    const after = await world.start();
    const rest = await crawl(after, accessToken, Date.parse(items.at(-1)?.played_at ?? ''));

    expect([...items, ...rest].map(asListen)).toEqual(after.truth('spotify', 'jonas', nowMs + 1_800_000));
  });

  test('after days gives a client what was played meanwhile, though it had caught up', async () => {
    const before = await world.start();
    const { accessToken, refreshToken } = await connect(before, 'jonas');
    const crawled = await crawl(before, accessToken, 0);
    const lastMs = Date.parse(crawled.at(-1)?.played_at ?? '');
    await crawl(before, accessToken, lastMs);
    await before.stop();
    await world.clock.advance(2 * dayMs);

    const after = await world.start();
    const { body } = await postToken(after, { grant_type: 'refresh_token', refresh_token: refreshToken });
    const since = await crawl(after, String(body['access_token']), lastMs);

    expect([...crawled, ...since].map(asListen)).toEqual(after.truth('spotify', 'jonas', nowMs + 2 * dayMs));
    expect(since.length).toBeGreaterThan(50);
  });

  test('keeps its seed, its redirect addresses, its codes and its user tokens', async () => {
    const before = await world.start();
    const truth = before.truth('spotify', 'priya', nowMs);
    const code = await consent(before, 'priya');
    await before.stop();
    await world.clock.advance(60_000);

    const after = await world.start({ seed: 99, redirectUrls: [] });

    expect(after.truth('spotify', 'priya', nowMs)).toEqual(truth);
    expect(after.accounts).toEqual(before.accounts);
    expect((await redeem(after, code)).status).toBe(200);
    expect(await consent(after, 'priya')).not.toBe('');
  });

  test('days later leaves a person’s own history where it was', async () => {
    const before = await world.start({ histories: ownHistories });
    const truth = before.truth('listenbrainz', 'lumen', nowMs);
    await before.stop();
    await world.clock.advance(5 * dayMs);

    const after = await world.start({ histories: ownHistories });

    expect(truth).toHaveLength(4);
    expect(after.truth('listenbrainz', 'lumen', nowMs + 5 * dayMs)).toEqual(truth);
  });

  test('on a folder that holds another state is refused, naming the file', async () => {
    writeFileSync(join(world.folder, 'sandbox.json'), '{"version":2}');

    await expect(world.start()).rejects.toThrow(/sandbox\.json is not a state of the provider sandbox/);
  });

  test('finds a whole state: nothing half written is left behind', async () => {
    const sandbox = await world.start();
    await connect(sandbox, 'jonas');

    expect(readdirSync(world.folder)).toEqual(['sandbox.json']);
    expect(JSON.parse(readFileSync(join(world.folder, 'sandbox.json'), 'utf8'))).toMatchObject({ version: 1, seed: 7 });
  });
});
