import { ok, refuse } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import { connectAccount } from './connect-account.ts';
import type { Connected } from './connect-account.ts';
import { invalidRequest, refusals, unsuitableProvider } from './domain/account-refusal.ts';
import type { AccountRefusal } from './domain/account-refusal.ts';
import { checkConnect } from './domain/check-request.ts';
import type { AccountPorts } from './ports.ts';

/**
 * Connects an account by a token that its owner copied from the provider. The provider says whose token it is, so a
 * name in the request does not count.
 */
export async function connectPersonalToken(
  ports: AccountPorts,
  request: Readonly<Record<string, unknown>>,
): Promise<Result<Connected, AccountRefusal>> {
  const checked = checkConnect(request);
  if (!checked.ok) return refuse(invalidRequest(checked.error));
  const { userId, provider, zone, token } = checked.value;
  const personalToken = ports.providers.get(provider)?.personalToken;
  if (!personalToken) return refuse(unsuitableProvider(provider, 'gives people tokens of their own'));

  const accountName = await personalToken.validate(token);
  if (accountName.ok)
    return ok(
      await connectAccount(ports, { userId, provider, zone, accountName: accountName.value }, { accessToken: token }),
    );
  const refusal = accountName.error.type === 'RateLimited' ? refusals.providerBusy : refusals.tokenRefused;
  ports.log('warn', 'personal-token-refused', { userId, provider, code: refusal.code });
  return refuse(refusal);
}
