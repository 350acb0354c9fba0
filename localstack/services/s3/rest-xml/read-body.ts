/** The bytes that a request means, checked against everything that the client says about them. */
import { createHash } from 'node:crypto';

import { AwsError } from '../../../engine/aws-error.ts';
import type { HttpRequest } from '../../../engine/service.ts';
import { checksumAlgorithms, checksumHeader, checksumOf } from '../checksums.ts';
import { badDigest, invalidRequest } from '../errors.ts';
import { decodeChunked } from './aws-chunked.ts';

/** The request with its decoded body, its trailers among its headers. Throws BadDigest and its kin. */
export function readBody(request: HttpRequest): HttpRequest {
  const decoded = decode(request);
  checkMd5(decoded);
  checkSha256(decoded);
  checkChecksums(decoded);
  return decoded;
}

function decode(request: HttpRequest): HttpRequest {
  const { headers, body } = request;
  const codings = (headers['content-encoding'] ?? '').split(',').map((coding) => coding.trim());
  const isChunked = headers['x-amz-content-sha256']?.startsWith('STREAMING-') || codings.includes('aws-chunked');
  if (!isChunked) return request;
  const length = headers['x-amz-decoded-content-length'];
  const decoded = decodeChunked(body, length === undefined ? undefined : Number(length));
  const { 'content-encoding': _coded, ...others } = headers;
  const left = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked').join(',');
  const coding: Record<string, string> = left === '' ? {} : { 'content-encoding': left };
  return { ...request, body: decoded.body, headers: { ...others, ...decoded.trailers, ...coding } };
}

function checkMd5({ headers, body }: HttpRequest): void {
  const given = headers['content-md5'];
  if (given === undefined) return;
  if (Buffer.from(given, 'base64').length !== 16) {
    throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', 400, { 'Content-MD5': given });
  }
  const CalculatedDigest = createHash('md5').update(body).digest('base64');
  if (given === CalculatedDigest) return;
  const message = 'The Content-MD5 you specified did not match what we received.';
  throw new AwsError('BadDigest', message, 400, { ExpectedDigest: given, CalculatedDigest });
}

function checkSha256({ headers, body }: HttpRequest): void {
  const given = headers['x-amz-content-sha256'] ?? '';
  if (!/^[0-9a-f]{64}$/u.test(given)) return; // UNSIGNED-PAYLOAD and the streaming kinds.
  const calculated = createHash('sha256').update(body).digest('hex');
  if (given === calculated) return;
  throw new AwsError(
    'XAmzContentSHA256Mismatch',
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    400,
    { ClientComputedContentSHA256: given, S3ComputedContentSHA256: calculated },
  );
}

function checkChecksums({ headers, body, method, query }: HttpRequest): void {
  if (method !== 'PUT' && method !== 'POST') return;
  // When an upload is completed the header is about the whole object, not about the list of its parts.
  if (method === 'POST' && query.has('uploadId')) return;
  for (const algorithm of checksumAlgorithms) {
    const given = headers[checksumHeader(algorithm)];
    if (given === undefined) continue;
    if (Buffer.from(given, 'base64').toString('base64') !== given) {
      throw invalidRequest(`Value for ${checksumHeader(algorithm)} header is invalid.`);
    }
    if (given !== checksumOf(algorithm, body)) throw badDigest(algorithm);
  }
}
