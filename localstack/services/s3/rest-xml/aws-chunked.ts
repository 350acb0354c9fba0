/**
 * The content coding in which SDKs send a body whose checksum they learn while sending it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
import { AwsError } from '../../../engine/aws-error.ts';

export interface ChunkedBody {
  readonly body: Buffer;
  /** The headers after the last chunk, in lower case: the checksum, and the chunks' signature. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** `<size in hex>;chunk-signature=…\r\n<bytes>\r\n…0\r\n<trailers>\r\n`. Throws IncompleteBody when it ends early. */
export function decodeChunked(bytes: Buffer, decodedBytes: number | undefined): ChunkedBody {
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const { line, next } = readLine(bytes, at);
    const size = /^(?<hex>[0-9a-f]+)(?:;.*)?$/iu.exec(line)?.groups?.['hex'];
    if (size === undefined) throw incompleteBody();
    const sizeBytes = Number.parseInt(size, 16);
    at = next + sizeBytes;
    if (sizeBytes === 0) break;
    if (bytes.length < at + 2) throw incompleteBody();
    chunks.push(bytes.subarray(next, at));
    at += 2;
  }
  const body = Buffer.concat(chunks);
  if (decodedBytes !== undefined && decodedBytes !== body.length) throw incompleteBody();
  return { body, trailers: readTrailers(bytes.toString('latin1', at)) };
}

function readLine(bytes: Buffer, from: number): { line: string; next: number } {
  const end = bytes.indexOf('\r\n', from, 'latin1');
  if (end < 0) throw incompleteBody();
  return { line: bytes.toString('latin1', from, end), next: end + 2 };
}

function readTrailers(text: string): Record<string, string> {
  const lines = text.split(/\r?\n/u).filter((line) => line.includes(':'));
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function incompleteBody(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
}
