/** An HTTP request as S3 sees it: which bucket, which key, and whether its link has expired. */
import { AwsError } from '../../engine/aws-error.ts';
import type { HttpRequest } from '../../engine/service.ts';
import { invalidArgument } from './errors.ts';

export interface S3Request {
  readonly http: HttpRequest;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Empty for a bucket. */
  readonly key: string;
}

/** `<bucket>.s3.<anything>`, `<bucket>.s3-…` and `<bucket>.localhost`; else the path's first step is the bucket. */
const bucketHost = /^(?<bucket>[a-z0-9][a-z0-9.-]+?)\.(?:s3[.-]|localhost(?:$|:))/u;

export function parseS3Request(http: HttpRequest): S3Request {
  const byHost = bucketHost.exec(http.headers['host'] ?? '')?.groups?.['bucket'];
  const path = decodePath(http.path).slice(1);
  if (byHost !== undefined && byHost !== 's3') return { http, bucket: byHost, key: path };
  const slash = path.indexOf('/');
  return slash < 0
    ? { http, bucket: path, key: '' }
    : { http, bucket: path.slice(0, slash), key: path.slice(slash + 1) };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400);
  }
}

/** Presigned links end. Their signatures are not checked, as no signature is in this cloud. */
export function checkPresigned({ query }: HttpRequest, nowMs: number): void {
  const date = query.get('X-Amz-Date');
  const expires = query.get('X-Amz-Expires');
  if (date === null || expires === null) return;
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u.exec(date)?.slice(1).map(Number);
  if (!parts) throw invalidArgument(`Invalid X-Amz-Date: ${date}`);
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  const endMs = Date.UTC(year, month - 1, day, hour, minute, second) + Number(expires) * 1000;
  if (nowMs <= endMs) return;
  throw new AwsError('AccessDenied', 'Request has expired', 403, {
    'X-Amz-Expires': expires,
    Expires: new Date(endMs).toISOString(),
    ServerTime: new Date(nowMs).toISOString(),
  });
}
