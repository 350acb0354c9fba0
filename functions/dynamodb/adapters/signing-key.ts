import { createHmac, hash } from 'node:crypto';

/** What SHA-256 works on at a time. */
const hashBlockBytes = 64;

/**
 * A key, prepared for HMACs (RFC 2104): its two paddings. One-shot hashes over them cost a fraction of `createHmac`,
 * which sets up a context for each signature.
 */
export type SigningKey = { readonly inner: Buffer; readonly outer: Buffer };

/**
 * The key that signs everything of a scope, `<yyyymmdd>/<region>/<service>/aws4_request`. Worth keeping: it takes four
 * HMACs, and lasts for the day. docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signingKey(secretAccessKey: string, scope: string): SigningKey {
  const key = scope
    .split('/')
    .reduce<Buffer>(
      (derived, part) => createHmac('sha256', derived).update(part).digest(),
      Buffer.from(`AWS4${secretAccessKey}`),
    );
  const padded = Buffer.concat([key], hashBlockBytes);
  return { inner: padded.map((byte) => byte ^ 0x36) as Buffer, outer: padded.map((byte) => byte ^ 0x5c) as Buffer };
}

/** The HMAC-SHA256 of a text, in lower-case hex. */
export function signatureOf({ inner, outer }: SigningKey, text: string): string {
  const digest = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer');
  return hash('sha256', Buffer.concat([outer, digest]));
}
