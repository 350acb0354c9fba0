import type { AwsError } from '../../../engine/aws-error.ts';
import type { HttpRequest, HttpResponse } from '../../../engine/service.ts';
import { StoredBytes } from '../store/stored-bytes.ts';
import type { Binding } from './binding.ts';
import { writeErrorXml, writeXml } from './write-xml.ts';

const xmlHeaders = { 'content-type': 'application/xml' };

/** Bodies up to this size are read at once: one system call, and a Content-Length that the server itself knows. */
const readAtOnceBytesMax = 1024 * 1024;

type Output = Readonly<Record<string, unknown>>;

/** An operation's output as an answer. `StatusCode` in it, such as 206, goes before the binding's. */
export function writeAnswer(binding: Binding, output: Output): HttpResponse {
  const headers = headersOf(binding, output);
  const { StatusCode = binding.statusCode ?? 200 } = output as { StatusCode?: number };
  if (binding.method === 'HEAD' || StatusCode === 204) return { statusCode: StatusCode, headers, body: nothing() };
  const { answer } = binding;
  if (answer === undefined) return { statusCode: StatusCode, headers, body: '' };
  if ('raw' in answer) return { statusCode: StatusCode, ...rawBody(output[answer.raw], headers) };
  const value = answer.member === undefined ? output : (output[answer.member] ?? '');
  return {
    statusCode: StatusCode,
    headers: { ...xmlHeaders, ...headers },
    body: writeXml(answer.root, answer.shape, value),
  };
}

/** S3's error document; to HEAD, and with 304, only the status can be answered. */
export function writeError(fault: AwsError, { method }: HttpRequest, requestId: string): HttpResponse {
  const { code, message, statusCode, members } = fault;
  if (statusCode === 304) return { statusCode, headers: { etag: String(members['ETag']) }, body: nothing() };
  if (method === 'HEAD') return { statusCode, headers: {}, body: '' };
  const body = writeErrorXml({ Code: code, Message: message, ...members, RequestId: requestId });
  return { statusCode, headers: xmlHeaders, body };
}

function headersOf({ answerHeaders = {} }: Binding, output: Output): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [member, name] of Object.entries(answerHeaders)) {
    const value = output[member];
    if (value !== undefined) headers[name] = headerText(member, value);
  }
  for (const [name, value] of Object.entries((output['Metadata'] ?? {}) as Record<string, string>)) {
    headers[`x-amz-meta-${name}`] = value;
  }
  return headers;
}

function headerText(member: string, value: unknown): string {
  return member === 'LastModified' ? new Date(value as number).toUTCString() : String(value);
}

function rawBody(value: unknown, headers: Record<string, string>): Pick<HttpResponse, 'headers' | 'body'> {
  if (value instanceof StoredBytes) {
    return { headers, body: value.sizeBytes <= readAtOnceBytesMax ? value.readAll() : value };
  }
  return { headers: { 'content-type': 'application/json', ...headers }, body: String(value) };
}

/**
 * A body of which the server does not know the length: the answer to HEAD keeps the object's Content-Length, and 204 and
 * 304 have none (RFC 9110, 8.6).
 */
async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}
