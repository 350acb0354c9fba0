import type { Provider } from '../../listens/domain/listen-event.ts';
import type { ProviderPlay } from '../../listens/normalise-listen.ts';
import type { Result } from '../../shared/result.ts';

/** One HTTP exchange, as far as a provider module needs it. Header names of a response are lower-case. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};
export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};
/** Sends a request; throws when there is no complete answer in time. Any status is an answer. */
export type Http = (request: HttpRequest) => Promise<HttpResponse>;

/** What a provider module is made of besides its own addresses. */
export type ProviderWorld = { readonly http: Http; readonly nowMs: () => number };

/** The provider wants no calls for this long. */
type RateLimited = { readonly type: 'RateLimited'; readonly retryAfterMs: number };
/** Why a provider gave no page, as far as calling again at once would not help. Anything else is thrown. */
export type Obstacle =
  | RateLimited
  | { readonly type: 'Unauthorised' }
  | { readonly type: 'Refused'; readonly status: number };

type PageRequest = {
  readonly accountName: string;
  readonly accessToken: string;
  /** Plays up to and including this instant have been read. Epoch milliseconds. */
  readonly cursorMs: number;
};

export type Page = {
  readonly plays: readonly ProviderPlay[];
  /** One sentence for each item that could not be read as a play. */
  readonly unreadable: readonly string[];
  /** Where the next page begins. Never before the cursor of the request. */
  readonly nextCursorMs: number;
  /** Whether asking again at once, from the next cursor, may give more. */
  readonly hasMore: boolean;
};

/** Tokens that a provider issued. */
export type Grant = {
  readonly accessToken: string;
  /** Absent when the answer named none: then the one before stays good. */
  readonly refreshToken?: string;
  readonly expiresInSeconds?: number;
  readonly scope?: string;
};
/** The code or the refresh token is not, or no longer, good. */
type InvalidGrant = { readonly type: 'InvalidGrant' };
export type GrantAnswer = Promise<Result<Grant, InvalidGrant | RateLimited>>;

/** The OAuth 2 authorization-code flow with PKCE, for providers that have it. */
export type AuthorisationCodeFlow = {
  readonly authoriseUrl: (request: {
    readonly state: string;
    readonly codeChallenge: string;
    readonly redirectUrl: string;
  }) => string;
  readonly exchangeCode: (request: {
    readonly code: string;
    readonly codeVerifier: string;
    readonly redirectUrl: string;
  }) => GrantAnswer;
  readonly refresh: (refreshToken: string) => GrantAnswer;
  /** The name of the account that an access token belongs to. */
  readonly accountName: (accessToken: string) => Promise<Result<string, Obstacle>>;
};

/** A token that a person copies from the provider's settings page, for providers that have such. */
type PersonalToken = {
  /** Gives the name of the account that the token belongs to. */
  readonly validate: (token: string) => Promise<Result<string, { readonly type: 'TokenInvalid' } | Obstacle>>;
};

/**
 * A music service, as the crawler and the account room see it. One small module each, named in `registry.ts`.
 * Every function throws a fault on time-outs, server errors and answers that are not what the provider documents.
 */
export type ProviderModule = {
  readonly name: Provider;
  readonly fetchPage: (request: PageRequest) => Promise<Result<Page, Obstacle>>;
  readonly authorisationCode?: AuthorisationCodeFlow;
  readonly personalToken?: PersonalToken;
};

/** Every provider that can be crawled, by name. */
export type Providers = ReadonlyMap<string, ProviderModule>;
