/** Whose request it is, by its signature. */
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { HttpRequest, Protocol } from '../service.ts';
import type { RoleSession } from './principal.ts';
import { isSessionKey, readSession, secretOf } from './session-credentials.ts';
import { isSignedWith, readSignature, signingKey } from './signature.ts';
import type { SigningKey } from './signature.ts';

interface KnownSession {
  readonly session: RoleSession;
  readonly secret: string;
  /** By scope: one for each day and service. */
  readonly signingKeys: Map<string, SigningKey>;
}

/** Sessions that are remembered; each is a few hundred bytes, and can be read again from its token. */
const sessionsMax = 1_000;

export class Identifier {
  readonly #clock: Clock;
  readonly #known = new Map<string, KnownSession>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * The role session that has signed the request. Undefined for every other key, and for none at all: those are the
   * account's operator, so that a person's tools work with whatever credentials they find. Throws AWS's refusal of a
   * session key with a wrong token or signature, or past its time.
   */
  identify(request: HttpRequest, protocol: Protocol['kind']): RoleSession | undefined {
    const signature = readSignature(request);
    if (!signature || !isSessionKey(signature.accessKeyId)) return undefined;
    const known = this.#find(signature.accessKeyId, signature.sessionToken);
    if (!known) throw invalidToken(protocol);
    const { session, secret, signingKeys } = known;
    if (session.expiresAtMs !== undefined && session.expiresAtMs <= this.#clock.nowMs()) throw expiredToken(protocol);
    let key = signingKeys.get(signature.scope);
    if (!key) {
      key = signingKey(secret, signature.scope);
      signingKeys.set(signature.scope, key);
    }
    if (!isSignedWith(key, request, signature)) throw wrongSignature(protocol);
    return session;
  }

  #find(accessKeyId: string, sessionToken: string): KnownSession | undefined {
    const name = `${accessKeyId}/${sessionToken}`;
    const known = this.#known.get(name);
    if (known) return known;
    const session = readSession(accessKeyId, sessionToken);
    if (!session) return undefined;
    if (this.#known.size >= sessionsMax) this.#known.clear();
    const made = { session, secret: secretOf(sessionToken), signingKeys: new Map<string, SigningKey>() };
    this.#known.set(name, made);
    return made;
  }
}

const isOfXml = (protocol: Protocol['kind']): boolean => protocol === 'query' || protocol === 'http';

/** https://docs.aws.amazon.com/awssupport/latest/APIReference/CommonErrors.html */
function invalidToken(protocol: Protocol['kind']): AwsError {
  const code = isOfXml(protocol) ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
  return new AwsError(code, 'The security token included in the request is invalid.', 403);
}

function expiredToken(protocol: Protocol['kind']): AwsError {
  const code = isOfXml(protocol) ? 'ExpiredToken' : 'ExpiredTokenException';
  return new AwsError(code, 'The security token included in the request is expired', 403);
}

function wrongSignature(protocol: Protocol['kind']): AwsError {
  return new AwsError(
    isOfXml(protocol) ? 'SignatureDoesNotMatch' : 'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    403,
  );
}
