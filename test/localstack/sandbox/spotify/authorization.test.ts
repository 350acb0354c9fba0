import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import type { Sandbox } from '../../../../localstack/sandbox/start-sandbox.ts';
import {
  authorizeUrl,
  call,
  connect,
  consent,
  postToken,
  recentlyPlayed,
  redeem,
  redirectUrl,
  sandboxWorld,
} from '../sandbox-world.ts';

let world: ReturnType<typeof sandboxWorld>;
let sandbox: Sandbox;
beforeEach(async () => {
  world = sandboxWorld();
  sandbox = await world.start();
});
afterEach(() => world.close());

describe('authorize', () => {
  test('sends the browser back with a code and the state when an account is hinted at', async () => {
    const { status, headers } = await call(authorizeUrl(sandbox, { login_hint: 'jonas' }));
    const location = new URL(headers.get('location') ?? '');

    expect(status).toBe(302);
    expect(`${location.origin}${location.pathname}`).toBe(redirectUrl);
    expect(location.searchParams.get('state')).toBe('the-state');
    expect(location.searchParams.get('code')).toMatch(/^[\w-]{40,}$/);
  });

  test('asks a person who nobody hinted at, and its buttons lead to the same consent', async () => {
    const { status, body } = await call(authorizeUrl(sandbox, { state: '"><script>' }));
    const text = String(body['text']);

    expect(status).toBe(200);
    expect(text).toContain('name="login_hint" value="priya"');
    expect(text).toContain('&quot;&gt;&lt;script&gt;');
    expect(text).not.toContain('<script>');
  });

  test('consents for the first account when it is told to approve without asking', async () => {
    const { headers } = await call(authorizeUrl(sandbox, { auto_approve: '1' }));
    const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
    const { body } = await redeem(sandbox, code);
    const me = await call(`${sandbox.spotifyApiUrl}/v1/me`, {
      headers: { authorization: `Bearer ${String(body['access_token'])}` },
    });

    expect(me.body['id']).toBe('jonas');
  });

  test('tells the application when the person cancels', async () => {
    const { headers } = await call(authorizeUrl(sandbox, { decision: 'deny' }));

    expect(headers.get('location')).toBe(`${redirectUrl}?error=access_denied&state=the-state`);
  });

  test.each([
    [{ client_id: 'somebody' }, 'Invalid client: somebody'],
    [{ redirect_uri: `${redirectUrl}/` }, `Invalid redirect URI: ${redirectUrl}/`],
    [{ login_hint: 'nobody' }, 'There is no account &quot;nobody&quot;'],
  ])('refuses %j to the person’s face', async (parameters, words) => {
    const { status, body } = await call(authorizeUrl(sandbox, parameters));

    expect(status).toBe(400);
    expect(body['text']).toContain(words);
  });

  test.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ state: null }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
  ])('refuses %j through the redirect', async (parameters, error) => {
    const { headers } = await call(authorizeUrl(sandbox, { login_hint: 'jonas', ...parameters }));
    const location = new URL(headers.get('location') ?? '');

    expect(location.searchParams.get('error')).toBe(error);
    expect(location.searchParams.get('code')).toBeNull();
  });

  test('registers redirect addresses as Spotify does: https, or http on a loopback address', () => {
    expect(() => sandbox.registerRedirectUrl('http://localhost:3000/')).toThrow('http://localhost:3000/ cannot be');
    expect(() => sandbox.registerRedirectUrl('nowhere')).toThrow('"nowhere" is not an address');
    expect(() => sandbox.registerRedirectUrl('http://127.0.0.1:3000/')).not.toThrow();
  });
});

describe('a code', () => {
  test('is redeemed for tokens once', async () => {
    const code = await consent(sandbox, 'jonas');
    const first = await redeem(sandbox, code);
    const second = await redeem(sandbox, code);

    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'user-read-recently-played' });
    expect(second.status).toBe(400);
    expect(second.body).toEqual({ error: 'invalid_grant', error_description: 'Invalid authorization code' });
  });

  test('ends after ten minutes', async () => {
    const code = await consent(sandbox, 'jonas');
    await world.clock.advance(600_000);

    expect((await redeem(sandbox, code)).body['error_description']).toBe('Invalid authorization code');
  });

  test.each([
    [
      { code_verifier: 'another-code-verifier-of-forty-three-characters' },
      'invalid_grant',
      'code_verifier was incorrect',
    ],
    [{ code_verifier: 'short' }, 'invalid_request', 'code_verifier must be 43 to 128 unreserved characters'],
    [{ redirect_uri: 'https://elsewhere.example/' }, 'invalid_grant', 'Invalid redirect URI'],
    [{ client_id: 'somebody' }, 'invalid_client', 'Invalid client'],
    [{ grant_type: 'password' }, 'unsupported_grant_type', 'grant_type must be authorization_code or refresh_token'],
  ])('is not redeemed with %j', async (fields, error, description) => {
    const { status, body } = await redeem(sandbox, await consent(sandbox, 'jonas'), fields);

    expect(status).toBe(400);
    expect(body).toEqual({ error, error_description: description });
  });

  test('is used up by a wrong verifier', async () => {
    const code = await consent(sandbox, 'jonas');
    await redeem(sandbox, code, { code_verifier: 'another-code-verifier-of-forty-three-characters' });

    expect((await redeem(sandbox, code)).status).toBe(400);
  });
});

describe('a refresh token', () => {
  const refresh = (refreshToken: string) =>
    postToken(sandbox, { grant_type: 'refresh_token', refresh_token: refreshToken });

  test('rotates: the new one works and the old one is revoked', async () => {
    const { refreshToken } = await connect(sandbox, 'jonas');
    const { body } = await refresh(refreshToken);

    expect(body['refresh_token']).not.toBe(refreshToken);
    expect((await refresh(refreshToken)).body).toEqual({
      error: 'invalid_grant',
      error_description: 'Refresh token revoked',
    });
    expect((await refresh(String(body['refresh_token']))).status).toBe(200);
  });

  test('brings a fresh access token after the old one has expired', async () => {
    const { accessToken, refreshToken } = await connect(sandbox, 'jonas');
    await world.clock.advance(3_600_000);
    const late = await recentlyPlayed(sandbox, accessToken);
    const { body } = await refresh(refreshToken);

    expect(late.status).toBe(401);
    expect(late.body).toEqual({ error: { status: 401, message: 'The access token expired' } });
    expect((await recentlyPlayed(sandbox, String(body['access_token']))).status).toBe(200);
  });

  test('ends six months after consent, however often it was refreshed', async () => {
    const { refreshToken } = await connect(sandbox, 'jonas');
    await world.clock.advance(180 * 86_400_000);
    const { status, body } = await refresh(refreshToken);
    await world.clock.advance(5 * 86_400_000);

    expect(status).toBe(200);
    expect((await refresh(String(body['refresh_token']))).body['error']).toBe('invalid_grant');
  });

  test('that nobody gave out is invalid', async () => {
    expect((await refresh('made-up')).body['error_description']).toBe('Invalid refresh token');
  });
});

describe('the profile', () => {
  test('is that of the token’s account', async () => {
    const { accessToken } = await connect(sandbox, 'priya');
    const { body } = await call(`${sandbox.spotifyApiUrl}/v1/me`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });

    expect(body).toMatchObject({ id: 'priya', display_name: 'Priya Raman', uri: 'spotify:user:priya', type: 'user' });
  });

  test('is not told without a token', async () => {
    expect((await call(`${sandbox.spotifyApiUrl}/v1/me`)).body).toEqual({
      error: { status: 401, message: 'No token provided' },
    });
  });
});
