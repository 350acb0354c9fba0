import type { Http } from '../providers/provider.ts';

/** Providers answer within a second or two; the slowest that is worth waiting for. A round of the worker counts on it. */
export const providerTimeoutMs = 8_000;

const userAgent = 'heavy-rotation/0.1';

/** HTTP over `fetch`, with a limit on the whole exchange. A redirect is an answer: no address that we call has one. */
export const httpWithin =
  (timeoutMs: number): Http =>
  async ({ method, url, headers, body }) => {
    try {
      const response = await fetch(url, {
        method,
        headers: { 'user-agent': userAgent, ...headers },
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
    } catch (cause) {
      // Without the query, which may hold a secret.
      const { origin, pathname } = new URL(url);
      throw new Error(`${method} ${origin}${pathname} had no complete answer within ${timeoutMs} ms`, { cause });
    }
  };
