/** A request's body as the client meant it: unchunked, its length and checksums verified. */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

import type { HttpRequest } from '../../engine/service.ts';
import { badDigest, incompleteBody, invalidArgument } from './errors.ts';

export interface ReadBody {
  readonly bytes: Buffer;
  readonly md5: string;
  /** `x-amz-checksum-…` headers that came along, to be kept with the object. */
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * Reads plain and `aws-chunked` bodies (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html).
 * Throws `BadDigest` when a checksum is wrong. CRC32, SHA-1, SHA-256 and MD5 are verified; CRC32C and CRC64NVME are kept
 * as they came.
 */
export function readBody({ headers, body }: HttpRequest): ReadBody {
  const isChunked =
    headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true ||
    headers['content-encoding']?.includes('aws-chunked') === true;
  const { bytes, trailers } = isChunked ? unchunk(body) : { bytes: body, trailers: {} };
  const decodedLength = headers['x-amz-decoded-content-length'];
  if (decodedLength !== undefined && Number(decodedLength) !== bytes.length) throw incompleteBody();
  const md5 = createHash('md5').update(bytes).digest();
  const contentMd5 = headers['content-md5'];
  if (contentMd5 !== undefined && contentMd5 !== md5.toString('base64')) throw badDigest('Content-MD5');
  const checksums = Object.fromEntries(
    Object.entries({ ...headers, ...trailers }).filter(([name]) =>
      /^x-amz-checksum-(?!mode|type|algorithm)/u.test(name),
    ),
  );
  for (const [name, value] of Object.entries(checksums)) checkChecksum(name, value, bytes);
  return { bytes, md5: md5.toString('hex'), checksums };
}

function checkChecksum(name: string, value: string, bytes: Buffer): void {
  const algorithm = name.slice('x-amz-checksum-'.length);
  const compute = digests[algorithm];
  if (compute && compute(bytes) !== value) throw badDigest(algorithm.toUpperCase());
}

const digests: Readonly<Record<string, (bytes: Buffer) => string>> = {
  crc32: (bytes) => {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32(bytes));
    return digest.toString('base64');
  },
  sha1: (bytes) => createHash('sha1').update(bytes).digest('base64'),
  sha256: (bytes) => createHash('sha256').update(bytes).digest('base64'),
};

/** `<size in hex>[;chunk-signature=…]\r\n<bytes>\r\n`, until a chunk of size 0, which trailing headers follow. */
function unchunk(body: Buffer): { bytes: Buffer; trailers: Record<string, string> } {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at);
    if (lineEnd < 0) throw incompleteBody();
    const sizeText = body.toString('latin1', at, lineEnd).split(';')[0] ?? '';
    if (!/^[0-9a-fA-F]+$/u.test(sizeText)) throw invalidArgument(`Invalid chunk size: ${sizeText}`);
    const size = Number.parseInt(sizeText, 16);
    const start = lineEnd + 2;
    if (size === 0) return { bytes: Buffer.concat(chunks), trailers: parseTrailers(body.toString('latin1', start)) };
    if (start + size > body.length) throw incompleteBody();
    chunks.push(body.subarray(start, start + size));
    at = start + size + 2;
  }
}

function parseTrailers(text: string): Record<string, string> {
  const lines = text.split('\r\n').filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
