import { listedUntil } from '../account.ts';
import { json } from '../http.ts';
import type { Answer, SandboxRequest } from '../http.ts';
import type { ListedPlay } from '../play.ts';
import { apiError } from './errors.ts';
import { listenObject } from './listen-object.ts';
import { findUser } from './listenbrainz-sandbox.ts';
import type { ListenBrainzSandbox } from './listenbrainz-sandbox.ts';

/** listenbrainz-server, `webserver/views/api_tools.py`: DEFAULT_ITEMS_PER_GET and MAX_ITEMS_PER_GET. */
const countDefault = 25;
const countMax = 1000;

/**
 * `GET /1/user/{name}/listens`: newest first. `max_ts` and `min_ts` are exclusive, in seconds; with `min_ts` alone the listens
 * are those that follow it, else the newest ones. Both together are taken unless `max_ts <= min_ts`.
 */
export function listens(sandbox: ListenBrainzSandbox, { query }: SandboxRequest, userName: string): Answer {
  const account = findUser(sandbox, userName);
  if (!account) return apiError(404, `Cannot find user: ${userName}`);
  const numbers = readNumbers(query);
  if (!numbers.ok) return apiError(400, numbers.problem);
  const { count, maxTs, minTs } = numbers;
  if (maxTs !== undefined && minTs !== undefined && maxTs <= minTs) {
    return apiError(400, 'max_ts should be greater than min_ts');
  }
  const all = listedUntil(account, sandbox.nowMs());
  const between = all.filter(
    ({ listenedAtMs }) => listenedAtMs > (minTs ?? -Infinity) * 1000 && listenedAtMs < (maxTs ?? Infinity) * 1000,
  );
  const page = minTs !== undefined && maxTs === undefined ? between.slice(0, count) : lastOf(between, count);
  return json(200, {
    payload: {
      count: page.length,
      user_id: account.name,
      latest_listen_ts: (all.at(-1)?.listenedAtMs ?? 0) / 1000,
      oldest_listen_ts: (all[0]?.listenedAtMs ?? 0) / 1000,
      listens: page.toReversed().map((listed) => listenObject(listed, account.name)),
    },
  });
}

/** `GET /1/user/{name}/listen-count`. */
export function listenCount(sandbox: ListenBrainzSandbox, userName: string): Answer {
  const account = findUser(sandbox, userName);
  if (!account) return apiError(404, `Cannot find user: ${userName}`);
  return json(200, { payload: { count: listedUntil(account, sandbox.nowMs()).length } });
}

type Numbers =
  | { readonly ok: true; readonly count: number; readonly maxTs?: number; readonly minTs?: number }
  | { readonly ok: false; readonly problem: string };

function readNumbers(query: URLSearchParams): Numbers {
  for (const name of ['max_ts', 'min_ts', 'count']) {
    const value = query.get(name);
    if (value !== null && !/^\d{1,15}$/.test(value)) {
      return { ok: false, problem: `'${name}' should be a non-negative integer` };
    }
  }
  const maxTs = query.get('max_ts');
  const minTs = query.get('min_ts');
  return {
    ok: true,
    count: Math.min(Number(query.get('count') ?? countDefault), countMax),
    ...(maxTs === null ? {} : { maxTs: Number(maxTs) }),
    ...(minTs === null ? {} : { minTs: Number(minTs) }),
  };
}

function lastOf(listed: readonly ListedPlay[], count: number): readonly ListedPlay[] {
  return listed.slice(Math.max(listed.length - count, 0));
}
