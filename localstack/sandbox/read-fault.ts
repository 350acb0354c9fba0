import type { Fault, FaultAim, FaultKind } from './faults.ts';

type Body = Readonly<Record<string, unknown>>;

/** A fault as somebody posted it, or a sentence that says what is wrong with it. */
export type ReadFault = { readonly ok: true; readonly fault: Fault } | { readonly ok: false; readonly problem: string };

const fields = [
  'provider',
  'account',
  'operation',
  'count',
  'kind',
  'retryAfterSeconds',
  'isQuotaExceeded',
  'status',
  'holdMs',
];

/** Reads the body of `POST /_sandbox/faults`. A field that is not known is refused by name, so that a typing error shows. */
export function readFault(body: Body): ReadFault {
  const unknown = Object.keys(body).find((name) => !fields.includes(name));
  if (unknown !== undefined) return refuse(`${unknown} is not a field of a fault; they are ${fields.join(', ')}`);
  const aim = readAim(body);
  if (typeof aim === 'string') return refuse(aim);
  const kind = readKind(body);
  return typeof kind === 'string' ? refuse(kind) : { ok: true, fault: { ...aim, ...kind } };
}

function readAim({ provider, account, operation, count }: Body): FaultAim | string {
  if (provider !== 'spotify' && provider !== 'listenbrainz') {
    return `provider must be spotify or listenbrainz, got ${JSON.stringify(provider)}`;
  }
  if (account !== undefined && typeof account !== 'string')
    return `account must be a name, got ${JSON.stringify(account)}`;
  if (operation !== undefined && typeof operation !== 'string') {
    return `operation must be a name, got ${JSON.stringify(operation)}`;
  }
  if (count !== undefined && count !== 'always' && !isWhole(count, 1, 1e9)) {
    return `count must be a whole number from 1, or "always", got ${JSON.stringify(count)}`;
  }
  return {
    provider,
    ...(account === undefined ? {} : { account }),
    ...(operation === undefined ? {} : { operation }),
    ...(count === undefined ? {} : { count: count === 'always' ? Infinity : Number(count) }),
  };
}

function readKind(body: Body): FaultKind | string {
  const { kind, retryAfterSeconds = 30, status, holdMs = 60_000, isQuotaExceeded = false } = body;
  switch (kind) {
    case 'too-many-requests':
      if (!isWhole(retryAfterSeconds, 0, 1e7)) {
        return `retryAfterSeconds must be a whole number, got ${JSON.stringify(retryAfterSeconds)}`;
      }
      return { kind, retryAfterSeconds: Number(retryAfterSeconds), isQuotaExceeded: isQuotaExceeded === true };
    case 'server-error':
    case 'html-page': {
      const chosen = status ?? (kind === 'server-error' ? 503 : 502);
      if (!isWhole(chosen, 500, 599)) return `status must be from 500 to 599, got ${JSON.stringify(chosen)}`;
      return { kind, status: Number(chosen) };
    }
    case 'hang':
      if (!isWhole(holdMs, 0, 1e7)) return `holdMs must be a whole number, got ${JSON.stringify(holdMs)}`;
      return { kind, holdMs: Number(holdMs) };
    case 'reset':
    case 'lost-answer':
      return { kind };
    default:
      return (
        'kind must be one of too-many-requests, server-error, html-page, hang, reset, lost-answer, revoke-tokens, ' +
        `expire-tokens, got ${JSON.stringify(kind)}`
      );
  }
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function refuse(problem: string): ReadFault {
  return { ok: false, problem };
}
