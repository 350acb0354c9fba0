import type { Account, SandboxProvider } from './account.ts';
import { listedUntil } from './account.ts';
import type { Fault, Faults, PendingFault } from './faults.ts';
import { historyTruth } from './history-truth.ts';
import { json } from './http.ts';
import type { Answer, Route, SandboxRequest } from './http.ts';
import { readFault } from './read-fault.ts';
import type { PlayHeads } from './spotify/play-heads.ts';

/** What the sandbox can be told and asked beside the providers' own contracts. */
export interface AdminSandbox {
  readonly faults: Faults;
  readonly heads: PlayHeads;
  nowMs(): number;
  accounts(): readonly Account[];
  /** The names by which a provider's endpoints can be aimed at. */
  operations(provider: SandboxProvider): readonly string[];
  revokeTokens(provider: SandboxProvider, account: string): void;
  expireTokens(provider: SandboxProvider, account: string): void;
  registerRedirectUrl(url: string): void;
}

/** Below `/_sandbox`. */
export function adminRoutes(sandbox: AdminSandbox): readonly Route[] {
  const route = (operation: string, method: Route['method'], path: RegExp, answer: Route['answer']): Route => ({
    operation,
    method,
    path,
    accountOf: () => undefined,
    answer,
  });
  return [
    route('accounts', 'GET', /^\/accounts$/, () => json(200, { accounts: sandbox.accounts().map(summaryIn(sandbox)) })),
    route('truth', 'GET', /^\/accounts\/([^/]+)\/([^/]+)\/truth$/, (request, names) => truth(sandbox, request, names)),
    route('list-faults', 'GET', /^\/faults$/, () => json(200, { faults: sandbox.faults.list().map(shownFault) })),
    route('set-fault', 'POST', /^\/faults$/, (request) => setFault(sandbox, request)),
    route('clear-faults', 'DELETE', /^\/faults$/, () => json(200, { cleared: sandbox.faults.clear() })),
    route('clear-fault', 'DELETE', /^\/faults\/(\d+)$/, (_, [id]) => {
      return sandbox.faults.clear(Number(id)) ? json(200, { cleared: true }) : problem(404, `there is no fault ${id}`);
    }),
    route('register-redirect', 'POST', /^\/spotify\/redirects$/, (request) => registerRedirect(sandbox, request)),
  ];
}

/** One account: what it has played, what its provider lists of that, and how much a client has been able to see. */
function summaryIn({ heads, nowMs }: AdminSandbox) {
  return (account: Account): Readonly<Record<string, unknown>> => {
    const now = nowMs();
    const played = account.history.until(now);
    const listed = listedUntil(account, now);
    const isLive = account.provider === 'listenbrainz' || heads.isLive(account);
    const head = isLive ? undefined : heads.headOf(account);
    const beginMs = heads.beginMs(account);
    const releasedUntilMs = isLive ? now : (head?.releasedUntilMs ?? -Infinity);
    const isReleased = ({ listenedAtMs }: { listenedAtMs: number }): boolean =>
      listenedAtMs >= beginMs && listenedAtMs <= releasedUntilMs;
    const { provider, name, listener, isTimelapse } = account;
    return {
      provider,
      name,
      listener,
      played: played.length,
      listed: listed.length,
      firstListedAt: shownInstant(listed[0]?.listenedAtMs),
      lastListedAt: shownInstant(listed.at(-1)?.listenedAtMs),
      isTimelapse,
      isLive,
      released: listed.filter(isReleased).length,
      releasedUntil: shownInstant(releasedUntilMs),
    };
  };
}

function shownInstant(instantMs: number | undefined): string | null {
  return instantMs !== undefined && Number.isFinite(instantMs) ? new Date(instantMs).toISOString() : null;
}

/** JSON has no infinity. */
function shownFault({ id, fault, left }: PendingFault): Readonly<Record<string, unknown>> {
  return { id, ...fault, count: undefined, left: left === Infinity ? 'always' : left };
}

function truth(sandbox: AdminSandbox, { query }: SandboxRequest, [provider, name]: readonly string[]): Answer {
  const account = sandbox.accounts().find((one) => one.provider === provider && one.name === name);
  if (!account) return problem(404, `there is no account ${provider}:${name}`);
  const until = query.get('until_ms');
  if (until !== null && !/^\d{1,15}$/.test(until)) return problem(400, `until_ms must be milliseconds, got ${until}`);
  const untilMs = until === null ? sandbox.nowMs() : Number(until);
  return json(200, { listens: historyTruth(account, untilMs, sandbox.heads.beginMs(account)) });
}

function setFault(sandbox: AdminSandbox, { body }: SandboxRequest): Answer {
  const fields = readObject(body);
  if (!fields) return problem(400, 'the body must be a JSON object');
  const { kind, provider, account } = fields;
  if (kind === 'revoke-tokens' || kind === 'expire-tokens') {
    const known = sandbox.accounts().find((one) => one.provider === provider && one.name === account);
    if (!known) return problem(404, `there is no account ${String(provider)}:${String(account)}`);
    if (kind === 'expire-tokens' && known.provider !== 'spotify')
      return problem(400, 'ListenBrainz tokens do not expire');
    if (kind === 'revoke-tokens') sandbox.revokeTokens(known.provider, known.name);
    else sandbox.expireTokens(known.provider, known.name);
    return json(200, { done: kind });
  }
  const read = readFault(fields);
  if (!read.ok) return problem(400, read.problem);
  const missed = missedAim(sandbox, read.fault);
  if (missed !== undefined) return problem(404, missed);
  return json(201, shownFault(sandbox.faults.add(read.fault)));
}

/** What a fault is aimed at and is not there: it would wait for ever. */
function missedAim(sandbox: AdminSandbox, { provider, account, operation }: Fault): string | undefined {
  const isKnown = sandbox.accounts().some((one) => one.provider === provider && one.name === account);
  if (account !== undefined && !isKnown) return `there is no account ${provider}:${account}`;
  const operations = sandbox.operations(provider);
  if (operation === undefined || operations.includes(operation)) return undefined;
  return `${provider} has no operation ${operation}; it has ${operations.join(', ')}`;
}

function registerRedirect(sandbox: AdminSandbox, { body }: SandboxRequest): Answer {
  const url = readObject(body)?.['url'];
  if (typeof url !== 'string') return problem(400, 'the body must be {"url": …}');
  try {
    sandbox.registerRedirectUrl(url);
  } catch (fault) {
    return problem(400, fault instanceof Error ? fault.message : String(fault));
  }
  return json(201, { url });
}

function readObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function problem(status: number, message: string): Answer {
  return json(status, { code: status, message });
}
