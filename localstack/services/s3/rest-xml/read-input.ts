import type { HttpRequest } from '../../../engine/service.ts';
import type { ParameterTable } from '../../../engine/validation.ts';
import { invalidArgument, malformedXml } from '../errors.ts';
import type { Address } from './address.ts';
import type { Binding } from './binding.ts';
import { readXml } from './read-xml.ts';

const metadataPrefix = 'x-amz-meta-';

/** The operation's members, collected from the address, the query, the headers and the body of a request. */
export function readInput(
  binding: Binding,
  parameters: ParameterTable,
  { bucket, key }: Address,
  request: HttpRequest,
): Record<string, unknown> {
  const input: Record<string, unknown> = { ...readDocument(binding, request) };
  if (bucket !== undefined) input['Bucket'] = bucket;
  if (key !== undefined) input['Key'] = key;
  for (const [name, member] of Object.entries(binding.query ?? {})) {
    const value = request.query.get(name);
    if (value !== null) input[member] = readScalar(parameters, member, name, value);
  }
  for (const [name, member] of Object.entries(binding.headers ?? {})) {
    const value = request.headers[name];
    if (value !== undefined) input[member] = readScalar(parameters, member, name, value);
  }
  if ('Metadata' in parameters) input['Metadata'] = readMetadata(request.headers);
  return input;
}

function readDocument({ body }: Binding, request: HttpRequest): Record<string, unknown> {
  if (body === undefined) return {};
  if ('raw' in body) return { [body.raw]: request.body };
  if (request.body.length === 0) {
    // Only CreateBucket may come without its document.
    if (body.member === 'CreateBucketConfiguration') return {};
    throw malformedXml();
  }
  const document = readXml(request.body, body.root, body.shape);
  return body.member === undefined ? document : { [body.member]: document };
}

function readScalar(parameters: ParameterTable, member: string, name: string, value: string): unknown {
  switch (parameters[member]?.type) {
    case 'integer':
      if (!/^-?\d{1,15}$/u.test(value)) {
        throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, value);
      }
      return Number(value);
    case 'boolean':
      if (!/^(?:true|false)$/iu.test(value)) throw invalidArgument(`Provided ${name} not true or false`, name, value);
      return value.toLowerCase() === 'true';
    default:
      return value;
  }
}

function readMetadata(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith(metadataPrefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(metadataPrefix.length), value]));
}
