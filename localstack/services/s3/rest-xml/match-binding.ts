import { notImplemented, type AwsError } from '../../../engine/aws-error.ts';
import type { HttpRequest } from '../../../engine/service.ts';
import type { Address } from './address.ts';
import type { Binding } from './binding.ts';

/** Headers that every operation takes: they sign, or describe the body, or are checked for all alike. */
const anyOperation =
  /^x-amz-(?:date|content-sha256|security-token|user-agent|decoded-content-length|trailer|trailer-signature|sdk-checksum-algorithm|checksum-(?:crc32|crc32c|crc64nvme|sha1|sha256)|expected-bucket-owner|source-expected-bucket-owner|request-payer|meta-.*)$/u;

/**
 * The operation that a request is for. Whatever the request has that the operation does not know, a sub-resource, a
 * parameter, a header, is NotImplemented by name: `PUT key?acl` must never be taken for an object's new content.
 */
export function matchBinding(bindings: readonly Binding[], request: HttpRequest, address: Address): Binding {
  const on = address.key !== undefined ? 'object' : address.bucket !== undefined ? 'bucket' : 'service';
  const fitting = bindings.filter((binding) => binding.on === on && isSelected(binding, request));
  const candidates = fitting.filter(({ method }) => method === request.method);
  const binding = candidates.toSorted((a, b) => weightOf(b) - weightOf(a))[0];
  if (!binding) throw unknown(request, on);
  for (const name of request.query.keys()) {
    const isKnown = Object.hasOwn(binding.selectors ?? {}, name) || Object.hasOwn(binding.query ?? {}, name);
    if (!isKnown) throw notImplemented(`s3 ${request.method} ${on}?${name}`);
  }
  for (const name of Object.keys(request.headers)) {
    if (!name.startsWith('x-amz-') || anyOperation.test(name) || name === binding.selectingHeader) continue;
    if (!Object.hasOwn(binding.headers ?? {}, name))
      throw notImplemented(`s3.${binding.operation} with header ${name}`);
  }
  return binding;
}

function isSelected({ selectors = {}, selectingHeader }: Binding, { query, headers }: HttpRequest): boolean {
  if (selectingHeader !== undefined && headers[selectingHeader] === undefined) return false;
  return Object.entries(selectors).every(([name, value]) =>
    value === true ? query.has(name) : query.get(name) === value,
  );
}

function weightOf({ selectors = {}, selectingHeader }: Binding): number {
  return Object.keys(selectors).length * 2 + (selectingHeader === undefined ? 0 : 1);
}

function unknown({ method, query }: HttpRequest, on: string): AwsError {
  const names = [...query.keys()].join('&');
  return notImplemented(`s3 ${method} ${on}${names === '' ? '' : `?${names}`}`);
}
