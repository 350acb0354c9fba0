/** Presigned URLs: how long they are good for, and the headers that they carry in their query. */
import { AwsError } from '../../../engine/aws-error.ts';
import type { HttpRequest } from '../../../engine/service.ts';
import { accessDenied } from '../errors.ts';

/** Parameters that sign, of signature version 4 and 2. `x-id` names the operation, for people who read logs. */
const signing =
  /^(?:x-amz-(?:algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256|user-agent)|x-id|awsaccesskeyid|signature|expires)$/u;

/** Seven days. https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const expiresSecondsMax = 604_800;

/**
 * The request without the query's signature, and with the headers that a presigner has moved into the query where
 * they belong. Throws AccessDenied when a presigned URL has expired.
 */
export function readSignature(request: HttpRequest, nowMs: number): HttpRequest {
  const isPresigned = request.query.has('X-Amz-Signature') || request.query.has('Signature');
  if (request.query.has('X-Amz-Signature')) checkVersion4(request.query, nowMs);
  else if (request.query.has('Signature')) checkExpiry(Number(request.query.get('Expires')) * 1000, nowMs);
  const query = new URLSearchParams();
  const headers = { ...request.headers };
  for (const [name, value] of request.query) {
    const lower = name.toLowerCase();
    if (signing.test(lower)) continue;
    if (isPresigned && lower.startsWith('x-amz-')) headers[lower] ??= value;
    else query.append(name, value);
  }
  return { ...request, query, headers };
}

function checkVersion4(query: URLSearchParams, nowMs: number): void {
  const signedAtMs = parseBasicDate(query.get('X-Amz-Date') ?? '');
  const expires = query.get('X-Amz-Expires') ?? '';
  if (Number.isNaN(signedAtMs))
    throw queryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  if (!/^-?\d+$/u.test(expires)) throw queryError('X-Amz-Expires should be a number');
  if (Number(expires) < 0) throw queryError('X-Amz-Expires must be non-negative');
  if (Number(expires) > expiresSecondsMax) {
    throw queryError(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  checkExpiry(signedAtMs + Number(expires) * 1000, nowMs, expires);
}

function checkExpiry(expiresAtMs: number, nowMs: number, expiresSeconds?: string): void {
  if (!Number.isFinite(expiresAtMs)) throw accessDenied('Invalid date (should be seconds since epoch)');
  if (nowMs <= expiresAtMs) return;
  throw accessDenied('Request has expired', {
    'X-Amz-Expires': expiresSeconds,
    Expires: new Date(expiresAtMs).toISOString(),
    ServerTime: new Date(nowMs).toISOString(),
  });
}

/** `20261120T120000Z`; NaN for anything else. */
function parseBasicDate(text: string): number {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/u.exec(text);
  if (!parts) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts;
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function queryError(message: string): AwsError {
  return new AwsError('AuthorizationQueryParametersError', message);
}
