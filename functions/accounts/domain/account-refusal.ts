import type { Problem } from './check-request.ts';

/** Why a request was not carried out, as a caller is told. */
export type AccountRefusal = {
  readonly code:
    | 'INVALID_REQUEST'
    | 'UNKNOWN_STATE'
    | 'AUTHORIZATION_DENIED'
    | 'CODE_REFUSED'
    | 'ACCOUNT_REFUSED'
    | 'TOKEN_REFUSED'
    | 'PROVIDER_BUSY';
  /** One sentence for people. */
  readonly message: string;
  readonly details: readonly Problem[];
};

/** The refusals that do not depend on what was sent. */
export const refusals = {
  unknownState: {
    code: 'UNKNOWN_STATE',
    message: 'This link was used before or is older than ten minutes. Please start again.',
    details: [],
  },
  authorisationDenied: {
    code: 'AUTHORIZATION_DENIED',
    message: 'You did not allow the connection, so nothing was stored.',
    details: [],
  },
  codeRefused: {
    code: 'CODE_REFUSED',
    message: 'The music service did not accept the authorization. Please start again.',
    details: [],
  },
  accountRefused: {
    code: 'ACCOUNT_REFUSED',
    message: 'The music service does not let this application read the account.',
    details: [],
  },
  tokenRefused: {
    code: 'TOKEN_REFUSED',
    message: 'The music service says that the token is not valid.',
    details: [],
  },
  providerBusy: {
    code: 'PROVIDER_BUSY',
    message: 'The music service wants no more calls for now. Please start again in a while.',
    details: [],
  },
} as const satisfies Readonly<Record<string, AccountRefusal>>;

/** A request with things wrong in it. */
export const invalidRequest = (details: readonly Problem[]): AccountRefusal => ({
  code: 'INVALID_REQUEST',
  message: `The request has ${details.length === 1 ? 'a problem' : `${details.length} problems`}: ${details
    .map(({ parameter, message }) => `${parameter} ${message}`)
    .join('; ')}.`,
  details,
});

/** A provider that is not there, or cannot be connected this way. */
export const unsuitableProvider = (provider: string, wanted: string): AccountRefusal =>
  invalidRequest([{ parameter: 'provider', value: provider, message: `must be one that ${wanted}` }]);
