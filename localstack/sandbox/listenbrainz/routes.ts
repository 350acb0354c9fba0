import type { Answer, Route, SandboxRequest } from '../http.ts';
import { apiError } from './errors.ts';
import type { ListenBrainzSandbox } from './listenbrainz-sandbox.ts';
import { findUser } from './listenbrainz-sandbox.ts';
import { listenCount, listens } from './listens.ts';
import { tokenOf, validateToken } from './validate-token.ts';

/** api.listenbrainz.org */
export function listenBrainzRoutes(sandbox: ListenBrainzSandbox): readonly Route[] {
  const userInPath = (_: SandboxRequest, [userName = '']: readonly string[]): string | undefined =>
    findUser(sandbox, userName)?.name;
  return [
    {
      operation: 'listens',
      method: 'GET',
      path: /^\/1\/user\/([^/]+)\/listens$/,
      accountOf: userInPath,
      answer: (request, [userName = '']) => limited(sandbox, () => listens(sandbox, request, userName)),
    },
    {
      operation: 'listen-count',
      method: 'GET',
      path: /^\/1\/user\/([^/]+)\/listen-count$/,
      accountOf: userInPath,
      answer: (_, [userName = '']) => limited(sandbox, () => listenCount(sandbox, userName)),
    },
    {
      operation: 'validate-token',
      method: 'GET',
      path: /^\/1\/validate-token$/,
      accountOf: (request) => sandbox.tokens.userOf(tokenOf(request) ?? ''),
      answer: (request) => limited(sandbox, () => validateToken(sandbox, request)),
    },
  ];
}

/** Every answer tells where the client stands; over the limit it is 429 (listenbrainz-server, `rate_limiter.py`). */
function limited({ rateLimit }: ListenBrainzSandbox, answer: () => Answer): Answer {
  const reading = rateLimit.count();
  const { status, headers, body } = reading.isOver ? tooManyRequests() : answer();
  return { status, headers: { ...headers, ...reading.headers }, body };
}

export function tooManyRequests(): Answer {
  return apiError(
    429,
    'You have exceeded your rate limit. See the X-RateLimit-* response headers for more information on your current rate limit.',
  );
}
