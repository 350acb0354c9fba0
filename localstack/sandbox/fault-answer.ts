import type { SandboxProvider } from './account.ts';
import type { FaultKind } from './faults.ts';
import { html, json } from './http.ts';
import type { Answer } from './http.ts';
import { apiError as listenBrainzError } from './listenbrainz/errors.ts';
import type { RateLimit } from './listenbrainz/rate-limit.ts';
import { tooManyRequests } from './listenbrainz/routes.ts';
import { apiError as spotifyError } from './spotify/errors.ts';

/** The answer in which a fault shows itself; undefined for a fault of the connection, which has no answer. */
export function faultAnswer(fault: FaultKind, provider: SandboxProvider, rateLimit: RateLimit): Answer | undefined {
  switch (fault.kind) {
    case 'too-many-requests':
      return provider === 'spotify' ? spotifyTooMany(fault) : listenBrainzTooMany(fault.retryAfterSeconds, rateLimit);
    case 'server-error':
      return provider === 'spotify'
        ? spotifyError(fault.status, 'Service unavailable')
        : listenBrainzError(fault.status, 'An unknown error occured.');
    case 'html-page':
      return html(
        fault.status,
        `<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>`,
      );
    case 'hang':
    case 'reset':
    case 'lost-answer':
      return undefined;
  }
}

/** Since July 2026 the body may carry the reason (providers.md, C.1). */
function spotifyTooMany({ retryAfterSeconds, isQuotaExceeded }: FaultKind & { kind: 'too-many-requests' }): Answer {
  const reason = isQuotaExceeded ? { reason: 'QUOTA_EXCEEDED' } : {};
  const error = { status: 429, message: 'Too many requests', ...reason };
  return json(429, { error }, { 'retry-after': String(retryAfterSeconds) });
}

function listenBrainzTooMany(retryAfterSeconds: number, rateLimit: RateLimit): Answer {
  const { status, headers, body } = tooManyRequests();
  return { status, headers: { ...headers, ...rateLimit.headers(0, retryAfterSeconds * 1000) }, body };
}
