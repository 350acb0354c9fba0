import type { Account } from '../account.ts';
import { listedUntil } from '../account.ts';
import { json } from '../http.ts';
import type { Answer, SandboxRequest } from '../http.ts';
import type { ListedPlay } from '../play.ts';
import { authenticate } from './bearer.ts';
import { apiError } from './errors.ts';
import { listedPlaysMax } from './play-head.ts';
import type { PageCursor } from './play-head.ts';
import type { SpotifySandbox } from './spotify-sandbox.ts';
import { trackObject } from './track-object.ts';

const limitDefault = 20;
const scopeNeeded = 'user-read-recently-played';

/**
 * `GET /v1/me/player/recently-played` (developer.spotify.com, "Get Recently Played Tracks"; providers.md, C.1): newest first, of
 * the last 50 plays, `after` and `before` exclusive of each other. With a full page `next` is there even when nothing
 * follows (web-api #1405). Unsure: with `after` and a small limit Spotify may give the plays next to the cursor; here it
 * is the newest, since `next` walks back with `before`.
 */
export function recentlyPlayed(sandbox: SpotifySandbox, request: SandboxRequest): Answer {
  const caller = authenticate(sandbox, request, scopeNeeded);
  if (!caller.ok) return caller.answer;
  const asked = readQuery(request.query);
  if (!asked.ok) return apiError(400, asked.problem);
  const { limit, cursor } = asked;
  const existing = existingPlays(sandbox, caller.account, cursor);
  const page = existing
    .filter(({ listenedAtMs }) => isBeyond(cursor, listenedAtMs))
    .toReversed()
    .slice(0, limit);
  const newest = page[0];
  const oldest = page.at(-1);
  const path = `${sandbox.apiUrl()}/v1/me/player/recently-played`;
  const href = request.query.size === 0 ? path : `${path}?${request.query.toString()}`;
  return json(200, {
    href,
    limit,
    next: oldest && page.length === limit ? `${path}?before=${oldest.listenedAtMs}&limit=${limit}` : null,
    cursors: newest && oldest ? { after: String(newest.listenedAtMs), before: String(oldest.listenedAtMs) } : null,
    total: page.length,
    items: page.map(({ listenedAtMs, play }) => ({
      track: trackObject(play.song),
      played_at: new Date(listenedAtMs).toISOString(),
      context: null,
    })),
  });
}

type Asked =
  | { readonly ok: true; readonly limit: number; readonly cursor: PageCursor }
  | { readonly ok: false; readonly problem: string };

function readQuery(query: URLSearchParams): Asked {
  const limit = Number(query.get('limit') ?? limitDefault);
  if (!Number.isInteger(limit) || limit < 1 || limit > listedPlaysMax) return { ok: false, problem: 'Invalid limit' };
  const after = query.get('after');
  const before = query.get('before');
  if (after !== null && before !== null) {
    return { ok: false, problem: 'Only one of the parameters after and before may be specified' };
  }
  const kind = after === null ? 'before' : 'after';
  const instant = after ?? before;
  if (instant === null) return { ok: true, limit, cursor: { kind: 'none' } };
  if (!/^\d{1,15}$/.test(instant)) return { ok: false, problem: `Invalid ${kind} parameter` };
  return { ok: true, limit, cursor: { kind, instantMs: Number(instant) } };
}

function isBeyond(cursor: PageCursor, instantMs: number): boolean {
  if (cursor.kind === 'none') return true;
  return cursor.kind === 'after' ? instantMs > cursor.instantMs : instantMs < cursor.instantMs;
}

/** The last 50 plays, as of now or, while the account is in timelapse, as of its play head. */
function existingPlays(sandbox: SpotifySandbox, account: Account, cursor: PageCursor): readonly ListedPlay[] {
  const listed = listedUntil(account, sandbox.nowMs());
  return sandbox.heads.isLive(account) ? listed.slice(-listedPlaysMax) : sandbox.heads.release(account, listed, cursor);
}
