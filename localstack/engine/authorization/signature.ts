/** Signature version 4. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
import { createHmac, hash } from 'node:crypto';

import type { HttpRequest } from '../service.ts';

/** Where a request says that it is signed: in a header, or in the query of a presigned URL. */
export interface Signature {
  readonly accessKeyId: string;
  /** `<date>/<region>/<service>/aws4_request` */
  readonly scope: string;
  readonly signedHeaders: string;
  readonly signature: string;
  /** `20261120T120000Z` */
  readonly dateTime: string;
  readonly sessionToken: string;
  readonly isPresigned: boolean;
}

/** What SHA-256 works on at a time. */
const hashBlockBytes = 64;

const header =
  /^AWS4-HMAC-SHA256 +Credential=(?<key>[^/,\s]+)\/(?<scope>[^,\s]+), *SignedHeaders=(?<headers>[^,\s]+), *Signature=(?<signature>[0-9a-f]+)/u;

/** The signature of a request; undefined when it has none of version 4. */
export function readSignature({ headers, query }: HttpRequest): Signature | undefined {
  const { authorization } = headers as { authorization?: string };
  if (authorization !== undefined) {
    const { key, scope, headers: signedHeaders, signature } = header.exec(authorization)?.groups ?? {};
    if (key === undefined || !scope || !signedHeaders || !signature) return undefined;
    const dateTime = headers['x-amz-date'] ?? '';
    const sessionToken = headers['x-amz-security-token'] ?? '';
    return { accessKeyId: key, scope, signedHeaders, signature, dateTime, sessionToken, isPresigned: false };
  }
  const credential = query.get('X-Amz-Credential');
  if (credential === null) return undefined;
  const slash = credential.indexOf('/');
  return {
    accessKeyId: credential.slice(0, slash),
    scope: credential.slice(slash + 1),
    signedHeaders: query.get('X-Amz-SignedHeaders') ?? '',
    signature: query.get('X-Amz-Signature') ?? '',
    dateTime: query.get('X-Amz-Date') ?? '',
    sessionToken: query.get('X-Amz-Security-Token') ?? '',
    isPresigned: true,
  };
}

/**
 * A key, prepared for HMACs (RFC 2104): its two paddings. One-shot hashes over them take an eighth of the time of
 * `createHmac`, which sets up a context for each signature.
 */
export interface SigningKey {
  readonly inner: Buffer;
  readonly outer: Buffer;
}

/** The key that signs everything of one day, region and service. Worth keeping: it takes four of the five HMACs. */
export function signingKey(secretAccessKey: string, scope: string): SigningKey {
  const key = scope
    .split('/')
    .reduce<Buffer>(
      (made, part) => createHmac('sha256', made).update(part).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
  const padded = Buffer.concat([key], hashBlockBytes);
  return { inner: padded.map((byte) => byte ^ 0x36) as Buffer, outer: padded.map((byte) => byte ^ 0x5c) as Buffer };
}

/** Whether the request is what was signed, with the key of its scope. */
export function isSignedWith({ inner, outer }: SigningKey, request: HttpRequest, signature: Signature): boolean {
  const { scope, dateTime } = signature;
  const canonical = hash('sha256', canonicalRequest(request, signature));
  const text = Buffer.from(`AWS4-HMAC-SHA256\n${dateTime}\n${scope}\n${canonical}`);
  const digest = hash('sha256', Buffer.concat([inner, text]), 'buffer');
  return hash('sha256', Buffer.concat([outer, digest])) === signature.signature;
}

function canonicalRequest(request: HttpRequest, { scope, signedHeaders, isPresigned }: Signature): string {
  const isS3 = scope.split('/').at(-2) === 's3';
  const headers = signedHeaders.split(';').map((name) => `${name}:${canonicalHeader(request, name)}\n`);
  return [
    request.method,
    // S3 alone takes the path as it is sent; everybody else encodes what is encoded already.
    isS3 ? request.path : request.path.split('/').map(encode).join('/'),
    canonicalQuery(request.query),
    headers.join(''),
    signedHeaders,
    payloadHash(request, isS3, isPresigned),
  ].join('\n');
}

/** Over HTTP/2 the host is signed under the name that it has there. */
function canonicalHeader({ headers }: HttpRequest, name: string): string {
  const value = headers[name === ':authority' ? 'host' : name] ?? '';
  return value.trim().replace(/ {2,}/gu, ' ');
}

function canonicalQuery(query: URLSearchParams): string {
  if (query.size === 0) return '';
  return [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map((pair) => pair.join('='))
    .join('&');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : 1;
}

/** S3's clients say what they have hashed, or that they have not; S3 compares the hash with the body by itself. */
function payloadHash({ headers, body }: HttpRequest, isS3: boolean, isPresigned: boolean): string {
  if (!isS3) return hash('sha256', body);
  return headers['x-amz-content-sha256'] ?? (isPresigned ? 'UNSIGNED-PAYLOAD' : hash('sha256', body));
}

/** RFC 3986: all but letters, digits and `-_.~`. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
