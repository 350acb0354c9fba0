import { ok, refuse } from '../shared/result.ts';
import type { Result } from '../shared/result.ts';
import { invalidRequest, unsuitableProvider } from './domain/account-refusal.ts';
import type { AccountRefusal } from './domain/account-refusal.ts';
import { checkStart } from './domain/check-request.ts';
import { codeChallengeOf, newCodeVerifier, newState } from './pkce.ts';
import type { AccountPorts } from './ports.ts';

/** How long a person may take at the provider. */
export const stateSeconds = 10 * 60;

/** Begins an authorization: gives the address at the provider that the user's browser is to open. */
export async function startAuthorisation(
  { providers, states, randomBytes, redirectUrl, nowMs, log }: AccountPorts,
  request: Readonly<Record<string, unknown>>,
): Promise<Result<{ readonly authorize_url: string }, AccountRefusal>> {
  const checked = checkStart(request);
  if (!checked.ok) return refuse(invalidRequest(checked.error));
  const { userId, provider, zone } = checked.value;
  const flow = providers.get(provider)?.authorisationCode;
  if (!flow) return refuse(unsuitableProvider(provider, 'people authorize in their browser'));

  const state = newState(randomBytes);
  const codeVerifier = newCodeVerifier(randomBytes);
  const expiresAtSeconds = Math.floor(nowMs() / 1000) + stateSeconds;
  await states.put(state, { userId, provider, zone, codeVerifier, expiresAtSeconds });
  log('info', 'authorisation-started', { userId, provider });
  return ok({ authorize_url: flow.authoriseUrl({ state, codeChallenge: codeChallengeOf(codeVerifier), redirectUrl }) });
}
