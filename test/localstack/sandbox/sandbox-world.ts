import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { VirtualClock } from '../../../localstack/engine/clock.ts';
import { startSandbox } from '../../../localstack/sandbox/start-sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../../localstack/sandbox/start-sandbox.ts';

export const nowMs = Date.parse('2026-03-18T15:00:00.000Z');
export const redirectUrl = 'https://127.0.0.1:4566/oauth/callback';
export const verifier = 'a-code-verifier-of-forty-three-characters-or-more';
export const recentlyPlayedScope = 'user-read-recently-played';

/** Sandboxes on loopback with a clock that the test moves; everything is gone after `close`. */
export function sandboxWorld() {
  const clock = new VirtualClock(nowMs);
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  const running: Sandbox[] = [];
  return {
    clock,
    folder,
    start: async (options: Partial<SandboxOptions> = {}): Promise<Sandbox> => {
      const sandbox = await startSandbox({ folder, seed: 7, clock, redirectUrls: [redirectUrl], ...options });
      running.push(sandbox);
      return sandbox;
    },
    close: async (): Promise<void> => {
      await Promise.all(running.map((sandbox) => sandbox.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  // The tests know the shapes and name what they expect of them.
  readonly body: Readonly<Record<string, unknown>>;
}

export async function call(url: string, init: RequestInit = {}): Promise<JsonAnswer> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  const body = isJson ? (JSON.parse(text) as Readonly<Record<string, unknown>>) : { text };
  return { status: response.status, headers: response.headers, body };
}

export function authorizeUrl(sandbox: Sandbox, parameters: Readonly<Record<string, string | null>> = {}): string {
  const url = new URL(`${sandbox.spotifyAccountsUrl}/authorize`);
  const all = {
    client_id: sandbox.clientId,
    response_type: 'code',
    redirect_uri: redirectUrl,
    state: 'the-state',
    scope: recentlyPlayedScope,
    code_challenge_method: 'S256',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

/** Consents for an account without a person, and gives the code. */
export async function consent(sandbox: Sandbox, account: string, parameters: Readonly<Record<string, string>> = {}) {
  const { headers } = await call(authorizeUrl(sandbox, { login_hint: account, ...parameters }));
  return new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
}

export function postToken(sandbox: Sandbox, fields: Readonly<Record<string, string>>): Promise<JsonAnswer> {
  const body = new URLSearchParams({ client_id: sandbox.clientId, ...fields });
  return call(`${sandbox.spotifyAccountsUrl}/api/token`, { method: 'POST', body });
}

export function redeem(sandbox: Sandbox, code: string, fields: Readonly<Record<string, string>> = {}) {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUrl, code_verifier: verifier };
  return postToken(sandbox, { ...grant, ...fields });
}

/** Connects a Spotify account and gives its tokens. */
export async function connect(sandbox: Sandbox, account: string, parameters: Readonly<Record<string, string>> = {}) {
  const { body } = await redeem(sandbox, await consent(sandbox, account, parameters));
  return { accessToken: String(body['access_token']), refreshToken: String(body['refresh_token']) };
}

export function recentlyPlayed(sandbox: Sandbox, accessToken: string, query = ''): Promise<JsonAnswer> {
  return call(`${sandbox.spotifyApiUrl}/v1/me/player/recently-played${query}`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
}

export interface RecentItem {
  readonly played_at: string;
  readonly track: {
    readonly id: string | null;
    readonly name: string;
    readonly is_local: boolean;
    readonly uri: string;
    readonly duration_ms: number;
    readonly artists: readonly { readonly name: string }[];
    readonly external_ids: { readonly isrc?: string };
  };
}

export function itemsOf({ body }: JsonAnswer): readonly RecentItem[] {
  return body['items'] as readonly RecentItem[];
}

/** Reads on from `afterMs` until a page is not full, as a collector does; gives all items, oldest first. */
export async function crawl(sandbox: Sandbox, accessToken: string, afterMs: number): Promise<readonly RecentItem[]> {
  const items: RecentItem[] = [];
  let cursorMs = afterMs;
  for (let pageCount = 0; pageCount < 100; pageCount += 1) {
    const page = itemsOf(await recentlyPlayed(sandbox, accessToken, `?limit=50&after=${cursorMs}`));
    items.push(...page.toReversed());
    cursorMs = Date.parse(page[0]?.played_at ?? new Date(cursorMs).toISOString());
    if (page.length < 50) return items;
  }
  throw new Error('a hundred full pages: the crawl does not end');
}

/** A recently-played item in the words of the truth. */
export function asListen({ played_at: playedAt, track }: RecentItem) {
  const { isrc } = track.external_ids;
  return {
    listenedAtMs: Date.parse(playedAt),
    title: track.name,
    artist: track.artists[0]?.name,
    ...(isrc === undefined ? {} : { isrc }),
  };
}
