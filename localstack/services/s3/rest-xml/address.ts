/** Which bucket and object a request is about: by its host or by its path. */
import type { HttpRequest } from '../../../engine/service.ts';
import { invalidArgument } from '../errors.ts';

export interface Address {
  readonly bucket?: string;
  readonly key?: string;
}

/** `<bucket>.s3.us-east-1.amazonaws.com`, `<bucket>.s3.localhost`, `<bucket>.s3-…`. */
const s3Host = /^(?<bucket>.+)\.s3[.-]/u;
/** What the SDKs make of the endpoint `http://localhost:4566`. */
const localHost = /^(?<bucket>.+)\.localhost$/u;
/** `s3.localhost`, `s3.us-east-1.localhost`: S3 itself. */
const serviceHost = /^s3(?:[.-][a-z0-9-]+)?\.localhost$/u;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
export function addressOf({ headers, path }: Pick<HttpRequest, 'headers' | 'path'>): Address {
  const bucket = bucketOfHost(headers['host'] ?? '');
  const rest = path.slice(1);
  if (bucket !== undefined) return rest === '' ? { bucket } : { bucket, key: decode(rest) };
  const slash = rest.indexOf('/');
  if (rest === '') return {};
  if (slash < 0 || slash === rest.length - 1) return { bucket: decode(rest.replace(/\/$/u, '')) };
  return { bucket: decode(rest.slice(0, slash)), key: decode(rest.slice(slash + 1)) };
}

function bucketOfHost(host: string): string | undefined {
  const name = host.replace(/:\d+$/u, '').toLowerCase();
  const bucket = s3Host.exec(name)?.groups?.['bucket'];
  if (bucket !== undefined) return bucket;
  return serviceHost.test(name) ? undefined : localHost.exec(name)?.groups?.['bucket'];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument(`The path '${text}' is not percent-encoded UTF-8.`);
  }
}
