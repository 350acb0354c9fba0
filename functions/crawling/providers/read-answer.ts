import { ok, refuse } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';
import type { HttpResponse, Obstacle } from './provider.ts';

/** How long to stay away after a 429 that does not say: longer than the 30 s windows that rates are counted over. */
const retryAfterMsDefault = 60_000;
/** Answers of 74,214 s have been seen in the wild; more than a week is a mistake of the provider's. */
const retryAfterMsMax = 7 * 24 * 60 * 60 * 1000;

/** Reads a `Retry-After` header, which is seconds or an HTTP date (RFC 9110, 10.2.3). At least a second. */
export function retryAfterMsOf({ headers }: HttpResponse, nowMs: number): number {
  const text = (headers['retry-after'] ?? '').trim();
  const waitMs = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - nowMs;
  return Number.isNaN(waitMs) ? retryAfterMsDefault : Math.min(Math.max(Math.ceil(waitMs), 1000), retryAfterMsMax);
}

/** Parses a response's body as JSON; throws, naming status and content type but never the body, when it is none. */
export function parseJson(caller: string, { status, headers, body }: HttpResponse): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own message quotes the body, which may hold a token.
    throw new Error(
      `${caller} answered ${status} with ${headers['content-type'] ?? 'no content type'} that is not JSON`,
    );
  }
}

/**
 * Sorts a provider's answer: the JSON of a 200, or the obstacle that calling again at once would not remove.
 * Throws on server errors, redirects and bodies that are not JSON (an HTML error page), for the caller to try again later.
 * `caller` says who answered what, for the message.
 */
export function readAnswer(caller: string, response: HttpResponse, nowMs: number): Result<unknown, Obstacle> {
  const { status } = response;
  if (status === 200) return ok(parseJson(caller, response));
  if (status === 429) return refuse({ type: 'RateLimited', retryAfterMs: retryAfterMsOf(response, nowMs) });
  if (status === 401) return refuse({ type: 'Unauthorised' });
  if (status >= 400 && status < 500 && status !== 408) return refuse({ type: 'Refused', status });
  throw new Error(`${caller} answered ${status}`);
}
