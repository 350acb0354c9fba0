/** Connects the sandbox's accounts as their owners would: a consent in the browser, or a personal token. */
import type { SandboxAccount } from '../../localstack/sandbox/start-sandbox.ts';
import type { Operator, ScheduleRow } from './operator.ts';
import { counted, type Tell } from './progress.ts';
import type { Providers } from './providers.ts';

/** Accounts that are crawled with valid tokens are left alone; those that wait for their owner are connected again. */
export async function connectAccounts(
  operator: Operator,
  { sandbox }: Providers,
  tell: Tell,
): Promise<{ summary: string }> {
  sandbox.registerRedirectUrl(`${operator.outputs.output('OauthUrl')}/oauth/callback`);
  let connected = 0;
  for (const account of sandbox.accounts) {
    const { provider, listener } = account;
    const row = await operator.schedule(listener.id, provider);
    if (row && !needsOwner(row)) continue;
    tell(`${listener.displayName}'s ${provider} account`);
    if (account.userToken === undefined) await connectByConsent(operator, account);
    else await connectByToken(operator, account, account.userToken);
    connected += 1;
  }
  const known = sandbox.accounts.length - connected;
  return { summary: `${counted(connected, 'account')} connected${known > 0 ? `, ${known} already connected` : ''}` };
}

function needsOwner({ status, lastError }: ScheduleRow): boolean {
  return status === 'PAUSED' || lastError === 'token-suspect';
}

/** The authorization-code flow with this process in the browser's place. */
async function connectByConsent(operator: Operator, { provider, name, listener }: SandboxAccount): Promise<void> {
  const started = await operator.invoke('OauthServiceFunction', {
    operation: 'start',
    user_id: listener.id,
    provider,
    zone: listener.zone,
  });
  const authorizeUrl = started['authorize_url'];
  if (typeof authorizeUrl !== 'string') throw new Error(`the flow did not start: ${JSON.stringify(started)}`);
  const consent = await fetch(`${authorizeUrl}&login_hint=${encodeURIComponent(name)}`, { redirect: 'manual' });
  const location = consent.headers.get('location');
  if (!location) throw new Error(`${provider} did not send ${name} back (${consent.status}): ${await consent.text()}`);
  const { code, state } = Object.fromEntries(new URL(location).searchParams);
  const callback = await fetch(operator.apiUrl('OauthUrl', '/oauth/callback').plain, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, state }),
  });
  if (!callback.ok) throw new Error(`the callback for ${name} answered ${callback.status}: ${await callback.text()}`);
}

async function connectByToken(
  operator: Operator,
  { provider, name, listener }: SandboxAccount,
  token: string,
): Promise<void> {
  const answer = await operator.invoke('OauthServiceFunction', {
    operation: 'connect',
    user_id: listener.id,
    provider,
    account_name: name,
    token,
    zone: listener.zone,
  });
  if (answer['status'] !== 'active') throw new Error(`${provider} refused ${name}: ${JSON.stringify(answer)}`);
}
