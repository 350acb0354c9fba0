import { hash } from 'node:crypto';

import type { Credentials } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { signatureOf, signingKey } from './signing-key.ts';
import type { SigningKey } from './signing-key.ts';

/** What of a request differs from one to the next. */
export type Unsigned = { readonly target: string; readonly body: string; readonly nowMs: number };

/** Header names and values in turn, as `node:http` sends them without looking at them again. */
export type Headers = readonly string[];

const contentType = 'application/x-amz-json-1.0';

/** `20261120T120000Z` */
const amzDateOf = (nowMs: number): string => `${new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/gu, '')}Z`;

/** All that stays the same until the day or the credentials change. */
type Signing = {
  readonly day: string;
  readonly credentials: Credentials;
  readonly scope: string;
  readonly key: SigningKey;
};

/**
 * Signs POSTs to DynamoDB with Signature Version 4, and gives all their headers. The clock is taken as it is: Lambda
 * keeps its own right, so nothing is corrected by the dates of answers, as the SDK would.
 * docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function requestSigner(
  { url: { host }, region }: Endpoint,
  credentialsNow: () => Credentials,
): (request: Unsigned) => Headers {
  let signing: Signing | undefined;

  const signingOf = (credentials: Credentials, day: string): Signing => {
    if (signing?.credentials === credentials && signing.day === day) return signing;
    const scope = `${day}/${region}/dynamodb/aws4_request`;
    signing = { day, credentials, scope, key: signingKey(credentials.secretAccessKey, scope) };
    return signing;
  };

  return ({ target, body, nowMs }) => {
    const credentials = credentialsNow();
    const { accessKeyId, sessionToken } = credentials;
    const date = amzDateOf(nowMs);
    const { scope, key } = signingOf(credentials, date.slice(0, 8));

    // In the order of their names, as the canonical request wants them.
    const signed = `content-type;host;x-amz-date;${sessionToken ? 'x-amz-security-token;' : ''}x-amz-target`;
    const token = sessionToken ? `x-amz-security-token:${sessionToken}\n` : '';
    const canonicalHeaders = `content-type:${contentType}\nhost:${host}\nx-amz-date:${date}\n${token}x-amz-target:${target}\n`;
    const canonical = `POST\n/\n\n${canonicalHeaders}\n${signed}\n${hash('sha256', body)}`;
    const signature = signatureOf(key, `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash('sha256', canonical)}`);

    const credential = `Credential=${accessKeyId}/${scope}`;
    const headers: Record<string, string> = {
      host,
      'content-type': contentType,
      'content-length': String(Buffer.byteLength(body)),
      'x-amz-date': date,
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${signed}, Signature=${signature}`,
    };
    if (sessionToken) headers['x-amz-security-token'] = sessionToken;
    return Object.entries(headers).flat();
  };
}
