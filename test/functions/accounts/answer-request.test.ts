import { describe, expect, test } from '@jest/globals';

import { answerRequest } from '../../../functions/accounts/answer-request.ts';
import { codeChallengeOf } from '../../../functions/accounts/pkce.ts';
import { stateSeconds } from '../../../functions/accounts/start-authorisation.ts';
import { firstCrawlMs } from '../../../functions/crawling/domain/crawl.ts';
import { refuse } from '../../../functions/shared/result.ts';
import { CrawlingWorld, hourMs } from '../../support/crawling-world.ts';
import { FakeProvider, startMs } from '../../support/fake-provider.ts';

const key = { userId: 'ada', provider: 'spotify' };
const start = { operation: 'start', user_id: 'ada', provider: 'spotify', zone: 'Europe/Berlin' };
const connect = {
  operation: 'connect',
  user_id: 'ada',
  provider: 'listenbrainz',
  account_name: 'listener',
  token: 'access-1',
  zone: 'Asia/Kolkata',
};
const connected = { user_id: 'ada', provider: 'spotify', status: 'active' };

type Reply = { statusCode: number; headers: Record<string, string>; body: string };

function given(change: (provider: FakeProvider) => void = () => undefined) {
  const world = new CrawlingWorld();
  const provider = new FakeProvider([]);
  change(provider);
  const { authorisationCode: _flow, ...listenbrainz } = new FakeProvider([], 'listenbrainz').module();
  const { personalToken: _token, ...spotify } = provider.module();
  const answer = answerRequest(world.accountPorts(spotify, listenbrainz));
  const invoke = (request: object) => answer(request as never, { awsRequestId: 'trace-1' });
  const send = (method: string, path: string, rest: object = {}) =>
    invoke({ requestContext: { requestId: 'trace-2', http: { method, path } }, ...rest }) as Promise<Reply>;
  const get = (query: object) => send('GET', '/oauth/callback', { queryStringParameters: query });
  const post = (body: unknown) => send('POST', '/oauth/callback', { body: JSON.stringify(body) });
  const begin = async () => {
    const { authorize_url } = (await invoke(start)) as { authorize_url: string };
    return Object.fromEntries(new URL(authorize_url).searchParams) as { state: string; codeChallenge: string };
  };
  return { world, provider, invoke, send, get, post, begin };
}

describe('an operator', () => {
  test('begins an authorization and gets the address for the user’s browser', async () => {
    const { world, begin } = given();

    const { state, codeChallenge, ...rest } = await begin();

    expect(state).toMatch(/^[\w-]{43}$/);
    const pending = world.states.get(state);
    expect(pending).toMatchObject({ ...key, zone: 'Europe/Berlin', expiresAtSeconds: startMs / 1000 + stateSeconds });
    expect(pending?.codeVerifier).toMatch(/^[\w-]{43,128}$/);
    expect(codeChallenge).toBe(codeChallengeOf(pending?.codeVerifier ?? ''));
    expect(rest).toEqual({ redirectUrl: 'https://example.test/oauth/callback' });
  });

  test('begins twice and gets different states and verifiers', async () => {
    const { world, begin } = given();
    const [one, other] = [await begin(), await begin()];
    expect(one.state).not.toBe(other.state);
    expect(world.states.get(one.state)?.codeVerifier).not.toBe(world.states.get(other.state)?.codeVerifier);
  });

  test('connects an account by a personal token, whose name is the one that the provider says', async () => {
    const { world, invoke } = given();

    expect(await invoke({ ...connect, account_name: 'somebody else' })).toEqual({
      user_id: 'ada',
      provider: 'listenbrainz',
      status: 'active',
    });

    const account = { userId: 'ada', provider: 'listenbrainz' };
    expect(world.token(account)).toMatchObject({ status: 'active', accountName: 'listener', version: 1 });
    expect(world.token(account).expiresAtMs).toBeUndefined();
    expect(world.secrets(account)).toEqual({ accessToken: 'access-1' });
    expect(world.row(account)).toMatchObject({
      status: 'IDLE',
      nextCrawlAtMs: startMs,
      cursorMs: startMs - firstCrawlMs,
    });
    expect(world.users.get('ada')).toMatchObject({ zone: 'Asia/Kolkata' });
  });

  test('is told when the provider says that a personal token is not valid, and nothing is stored', async () => {
    const { world, invoke } = given();
    expect(await invoke({ ...connect, token: 'wrong' })).toMatchObject({ code: 'TOKEN_REFUSED', traceId: 'trace-1' });
    expect([world.tokens.size, world.rows.size, world.users.size]).toEqual([0, 0, 0]);
  });

  test('is told everything that is wrong with a request at once, without the token in it', async () => {
    const { invoke } = given();
    const refusal = await invoke({ ...connect, user_id: 'a#b', zone: '+02:00', token: 'has spaces', provider: 7 });
    expect(refusal).toMatchObject({ code: 'INVALID_REQUEST', traceId: 'trace-1' });
    expect(refusal).toHaveProperty('details', [
      { parameter: 'user_id', value: 'a#b', message: expect.stringContaining('must be a user id') },
      { parameter: 'provider', value: 7, message: 'must be the name of a provider' },
      { parameter: 'zone', value: '+02:00', message: expect.stringContaining('IANA') },
      { parameter: 'token', value: undefined, message: expect.stringContaining('visible') },
    ]);
    expect(JSON.stringify(refusal)).not.toContain('has spaces');
  });

  test.each([
    ['start', 'listenbrainz'],
    ['start', 'myspace'],
    ['connect', 'spotify'],
  ])('cannot %s with a provider that has no such thing, %s', async (operation, provider) => {
    const { invoke } = given();
    expect(await invoke({ ...connect, operation, provider })).toMatchObject({
      code: 'INVALID_REQUEST',
      details: [{ parameter: 'provider', value: provider }],
    });
  });

  test('is told which operations there are', async () => {
    const { invoke } = given();
    expect(await invoke({ operation: 'delete' })).toMatchObject({
      details: [{ parameter: 'operation', value: 'delete', message: "must be 'start' or 'connect'" }],
    });
  });

  test('sees a fault as a fault', async () => {
    const { world, invoke } = given();
    world.interrupt = () => {
      throw new Error('table is gone');
    };
    await expect(invoke(start)).rejects.toThrow('table is gone');
  });
});

describe('a callback', () => {
  test('with the code finishes the authorization: user, sealed tokens and a schedule that is due at once', async () => {
    const { world, begin, post } = given();
    const { state } = await begin();

    const reply = await post({ code: 'good', state });

    expect([reply.statusCode, JSON.parse(reply.body)]).toEqual([200, connected]);
    expect(world.users.get('ada')).toEqual({ zone: 'Europe/Berlin', createdAt: new Date(startMs).toISOString() });
    expect(world.secrets(key)).toEqual({ accessToken: 'access-1', refreshToken: 'refresh-1' });
    expect(world.token(key)).toMatchObject({
      accountName: 'listener',
      expiresAtMs: startMs + hourMs,
      status: 'active',
    });
    expect(world.row(key)).toMatchObject({
      status: 'IDLE',
      nextCrawlAtMs: startMs,
      cursorMs: startMs - firstCrawlMs,
      failures: 0,
    });
    expect(world.row(key).dueShard).toMatch(/^\d+$/);
  });

  test('shows a browser a page that loads nothing and tells nobody its address', async () => {
    const { begin, get } = given();
    const { state } = await begin();

    const { statusCode, headers, body } = await get({ code: 'good', state });

    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(body).toContain('<h1>Connected</h1>');
    expect(body).not.toMatch(/script|src=|href=/);
    expect(body).not.toContain(state);
  });

  test('works once: the second with the same state is refused', async () => {
    const { begin, post, get } = given();
    const { state } = await begin();
    await post({ code: 'good', state });

    const again = await post({ code: 'good', state });
    const page = await get({ code: 'good', state });

    expect(again.statusCode).toBe(400);
    expect(JSON.parse(again.body)).toEqual({
      code: 'UNKNOWN_STATE',
      message: expect.stringContaining('start again'),
      details: [],
      traceId: 'trace-2',
    });
    expect(page.statusCode).toBe(400);
    expect(page.body).toContain('<h1>Not connected</h1>');
  });

  test('of two at once only one connects', async () => {
    const { begin, post } = given();
    const { state } = await begin();
    const replies = await Promise.all([post({ code: 'good', state }), post({ code: 'good', state })]);
    expect(replies.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 400]);
  });

  test('ten minutes later is too late, although the table still has the row', async () => {
    const { world, begin, post } = given();
    const { state } = await begin();
    world.nowMs += stateSeconds * 1000;
    const reply = await post({ code: 'good', state });
    expect([reply.statusCode, JSON.parse(reply.body).code]).toEqual([400, 'UNKNOWN_STATE']);
    expect(world.tokens.size).toBe(0);
  });

  test('with an error instead of a code says that nothing was allowed, and uses the state up', async () => {
    const { world, begin, get } = given();
    const { state } = await begin();
    const page = await get({ error: 'access_denied', state });
    expect(page.statusCode).toBe(400);
    expect(page.body).toContain('did not allow');
    expect(world.states.size).toBe(0);
  });

  test('whose code the provider refuses connects nothing', async () => {
    const { world, begin, post } = given();
    const { state } = await begin();
    const reply = await post({ code: 'bad', state });
    expect([reply.statusCode, JSON.parse(reply.body).code]).toEqual([400, 'CODE_REFUSED']);
    expect([world.tokens.size, world.rows.size, world.users.size]).toEqual([0, 0, 0]);
  });

  test.each([
    ['no code', (state: string) => ({ state })],
    ['no state', () => ({ code: 'good' })],
    ['another state', () => ({ code: 'good', state: '<script>' })],
    ['no object', () => [1]],
    ['nothing', () => undefined],
    ['too much', (state: string) => ({ code: 'good', state, more: 'x'.repeat(9_000) })],
  ])('with %s is a bad request', async (_what, body) => {
    const { world, begin, post } = given();
    const { state } = await begin();
    const reply = await post(body(state));
    expect(reply.statusCode).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'INVALID_REQUEST', traceId: 'trace-2' });
    expect(world.states.size).toBe(1);
  });

  test('in base64, as the API hands some bodies over, is read', async () => {
    const { begin, send } = given();
    const { state } = await begin();
    const body = Buffer.from(JSON.stringify({ code: 'good', state })).toString('base64');
    expect(await send('POST', '/oauth/callback', { body, isBase64Encoded: true })).toMatchObject({ statusCode: 200 });
  });

  test('that meets a fault tells the caller no internals and us everything', async () => {
    const { world, begin, post, get } = given();
    const states = [await begin(), await begin()];
    world.interrupt = (call) => {
      if (call === 'tokens.replace') throw new Error('table UserTokens is throttled');
    };

    const reply = await post({ code: 'good', state: states[0]?.state });
    const page = await get({ code: 'good', state: states[1]?.state });

    expect(reply.statusCode).toBe(500);
    expect(JSON.parse(reply.body)).toMatchObject({ code: 'INTERNAL_ERROR', traceId: 'trace-2' });
    expect(page.statusCode).toBe(500);
    expect(reply.body + page.body).not.toContain('UserTokens');
    expect(world.logged).toContainEqual(['error', 'callback-faulted', expect.objectContaining({ traceId: 'trace-2' })]);
    expect(world.rows.size).toBe(0);
  });

  test('when the provider is busy says so as something that passes', async () => {
    const world = new CrawlingWorld();
    const module = new FakeProvider([]).module();
    const flow = module.authorisationCode;
    if (!flow) throw new Error('the provider has no flow');
    const busy = async () => refuse({ type: 'RateLimited' as const, retryAfterMs: 1_000 });
    const answer = answerRequest(world.accountPorts({ ...module, authorisationCode: { ...flow, exchangeCode: busy } }));
    const { authorize_url } = (await answer(start, { awsRequestId: 't' })) as { authorize_url: string };
    const state = new URL(authorize_url).searchParams.get('state');
    const http = { method: 'POST', path: '/oauth/callback' };
    const event = { requestContext: { requestId: 't', http }, body: JSON.stringify({ code: 'good', state }) };
    expect(await answer(event, { awsRequestId: 't' })).toMatchObject({ statusCode: 503 });
  });

  test.each([
    ['GET', '/oauth/elsewhere', 404, 'NOT_FOUND'],
    ['DELETE', '/oauth/callback', 405, 'METHOD_NOT_ALLOWED'],
  ])('%s %s is answered with %i', async (method, path, statusCode, code) => {
    const { send } = given();
    const reply = await send(method, path);
    expect([reply.statusCode, JSON.parse(reply.body).code]).toEqual([statusCode, code]);
  });
});

describe('connecting again', () => {
  test('re-arms a paused schedule, keeps its cursor, and makes the tokens active', async () => {
    const { world, begin, post } = given();
    await post({ code: 'good', state: (await begin()).state });
    const { dueShard: _dueShard, ...row } = world.row(key);
    world.rows.set('ada/spotify', { ...row, status: 'PAUSED', cursorMs: startMs - 5, failures: 4, lastError: 'x' });
    world.tokens.set('ada/spotify', { ...world.token(key), status: 'needs_reauth' });
    world.nowMs += hourMs;

    await post({ code: 'good', state: (await begin()).state });

    expect(world.row(key)).toMatchObject({
      status: 'IDLE',
      cursorMs: startMs - 5,
      failures: 0,
      nextCrawlAtMs: startMs + hourMs,
    });
    expect(world.row(key).dueShard).toBeDefined();
    expect(world.row(key).lastError).toBeUndefined();
    expect(world.token(key)).toMatchObject({ status: 'active', version: 2 });
    expect(world.users.get('ada')?.createdAt).toBe(new Date(startMs).toISOString());
  });

  test('with another account of the same provider begins its history anew', async () => {
    const { world, begin, post } = given();
    world.addTokens(key, { accessToken: 'old' }, { accountName: 'another account' });
    world.addRow(key, { cursorMs: startMs - 5 });

    await post({ code: 'good', state: (await begin()).state });

    expect(world.row(key).cursorMs).toBe(startMs - firstCrawlMs);
  });
});

test('nothing that is logged on the way holds a code, a state, a verifier or a token', async () => {
  const { world, begin, post, get, invoke } = given();
  const { state } = await begin();
  const verifier = world.states.get(state)?.codeVerifier ?? '';
  await post({ code: 'good', state });
  const other = await begin();
  await get({ code: 'bad-code', state: other.state });
  await invoke({ ...connect, token: 'bad-token' });

  const lines = JSON.stringify(world.logged);
  for (const secret of [state, other.state, verifier, 'bad-code', 'bad-token', 'access-1', 'refresh-1'])
    expect(lines).not.toContain(secret);
});
