import { ok, refuse } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import { connectAccount } from './connect-account.ts';
import type { Connected } from './connect-account.ts';
import { invalidRequest, refusals } from './domain/account-refusal.ts';
import type { AccountRefusal } from './domain/account-refusal.ts';
import { checkCallback } from './domain/check-request.ts';
import type { AccountPorts } from './ports.ts';

/**
 * Finishes an authorization with what the provider sent the browser back with. The state is used up whatever comes of it:
 * it finishes one authorization, within ten minutes, for the user it was made for.
 */
export async function finishAuthorisation(
  ports: AccountPorts,
  request: Readonly<Record<string, unknown>>,
): Promise<Result<Connected, AccountRefusal>> {
  const { providers, states, redirectUrl, nowMs, log } = ports;
  const checked = checkCallback(request);
  if (!checked.ok) return refuse(invalidRequest(checked.error));
  const { state, code } = checked.value;

  const pending = await states.take(state);
  // The table removes expired rows late, so the time is looked at here.
  if (!pending || pending.expiresAtSeconds * 1000 <= nowMs()) return refuse(refusals.unknownState);
  const { userId, provider, zone, codeVerifier } = pending;
  const refuseWith = (refusal: AccountRefusal) => {
    log('warn', 'authorisation-refused', { userId, provider, code: refusal.code });
    return refuse(refusal);
  };
  if (code === undefined) return refuseWith(refusals.authorisationDenied);

  const flow = providers.get(provider)?.authorisationCode;
  if (!flow) throw new Error(`${provider} had an authorization flow when this one began and has none now`);
  const grant = await flow.exchangeCode({ code, codeVerifier, redirectUrl });
  if (!grant.ok) return refuseWith(grant.error.type === 'RateLimited' ? refusals.providerBusy : refusals.codeRefused);
  const accountName = await flow.accountName(grant.value.accessToken);
  if (!accountName.ok)
    return refuseWith(accountName.error.type === 'RateLimited' ? refusals.providerBusy : refusals.accountRefused);

  return ok(await connectAccount(ports, { userId, provider, zone, accountName: accountName.value }, grant.value));
}
