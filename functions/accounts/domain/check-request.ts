import { isUserId } from '../../listens/domain/listen-event.ts';
import { ok, refuse } from '../../shared/result.ts';
import type { Result } from '../../shared/result.ts';

/** One thing wrong with a request. */
export type Problem = { readonly parameter: string; readonly value: unknown; readonly message: string };

export type StartRequest = { readonly userId: string; readonly provider: string; readonly zone: string };
export type ConnectRequest = StartRequest & { readonly token: string };
export type CallbackRequest = { readonly state: string; readonly code?: string };

/** Provider tokens and codes are a few hundred characters at most; KMS encrypts at most 4,096 bytes at once. */
const secretLengthMax = 2_000;

/** A name of the IANA time zone database, such as `Europe/Berlin`, as far as this Node.js knows it. Offsets are no zones. */
export function isTimeZone(text: string): boolean {
  if (!/^[A-Za-z]/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

type Fields = Readonly<Record<string, unknown>>;
type Rule = readonly [parameter: string, wanted: string, isRight: (text: string) => boolean];

const userId: Rule = ['user_id', 'a user id: 1 to 128 letters, digits and . _ : @ ~ -', isUserId];
const provider: Rule = ['provider', 'the name of a provider', (text) => /^[a-z]{1,32}$/.test(text)];
const zone: Rule = ['zone', 'an IANA time zone such as Europe/Berlin', isTimeZone];
const isSecret = (text: string) => text.length <= secretLengthMax && /^[\x21-\x7e]+$/.test(text);
const secret = (parameter: string): Rule => [parameter, `1 to ${secretLengthMax} visible ASCII characters`, isSecret];
const state: Rule = ['state', 'the state that the authorization began with', (text) => /^[\w-]{43}$/.test(text)];

/** Secrets and what may be one are not repeated in an answer. */
const isQuotable = ([parameter]: Rule): boolean => !['token', 'code', 'state'].includes(parameter);

/** Reads the named texts from a request; refuses with every problem at once. */
function readTexts<const Name extends string>(
  fields: Fields,
  rules: Readonly<Record<Name, Rule>>,
): Result<Readonly<Record<Name, string>>, readonly Problem[]> {
  const problems: Problem[] = [];
  const texts: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(rules) as Name[]) {
    const rule = rules[name];
    const [parameter, wanted, isRight] = rule;
    const value = fields[parameter];
    if (typeof value === 'string' && isRight(value)) texts[name] = value;
    else {
      const isMissing = value === undefined;
      const shown = isQuotable(rule) ? value : undefined;
      problems.push({ parameter, value: shown, message: `${isMissing ? 'is missing; it must' : 'must'} be ${wanted}` });
    }
  }
  return problems.length === 0 ? ok(texts as Record<Name, string>) : refuse(problems);
}

/** Reads an operator's request to begin an authorization. */
export const checkStart = (fields: Fields): Result<StartRequest, readonly Problem[]> =>
  readTexts(fields, { userId, provider, zone });

/** Reads an operator's request to connect an account by a personal token. */
export const checkConnect = (fields: Fields): Result<ConnectRequest, readonly Problem[]> =>
  readTexts(fields, { userId, provider, zone, token: secret('token') });

/** Reads what a provider sends a browser back with: a code, or an error instead of it. */
export function checkCallback(fields: Fields): Result<CallbackRequest, readonly Problem[]> {
  const isDenied = typeof fields['error'] === 'string' && fields['code'] === undefined;
  return isDenied ? readTexts(fields, { state }) : readTexts(fields, { state, code: secret('code') });
}
