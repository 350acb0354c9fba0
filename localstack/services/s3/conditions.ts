/** Conditional requests: RFC 9110, 13, as S3 words the refusals. */
import { noSuchKey, notModified, preconditionFailed } from './errors.ts';
import type { Version } from './store/version.ts';

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  /** As the headers have them: HTTP dates. */
  readonly IfModifiedSince?: string;
  readonly IfUnmodifiedSince?: string;
}

export const readConditionHeaders: Readonly<Record<string, string>> = {
  'if-match': 'IfMatch',
  'if-none-match': 'IfNoneMatch',
  'if-modified-since': 'IfModifiedSince',
  'if-unmodified-since': 'IfUnmodifiedSince',
};

export const readConditionParameters = {
  IfMatch: { type: 'string' },
  IfNoneMatch: { type: 'string' },
  IfModifiedSince: { type: 'timestamp' },
  IfUnmodifiedSince: { type: 'timestamp' },
} as const;

/** Throws PreconditionFailed, or NotModified when the client's copy is still good. */
export function checkReadConditions(conditions: ReadConditions, { etag, modifiedAtMs }: Version): void {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!isMatch(IfMatch, etag)) throw preconditionFailed('If-Match');
  } else if (IfUnmodifiedSince !== undefined && isLater(modifiedAtMs, IfUnmodifiedSince)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  if (IfNoneMatch !== undefined) {
    if (isMatch(IfNoneMatch, etag)) throw notModified(etag);
  } else if (IfModifiedSince !== undefined && isNotLater(modifiedAtMs, IfModifiedSince)) throw notModified(etag);
}

/** Conditions on the source of a copy fail in the same cases, but never with 304. */
export function checkCopyConditions(conditions: ReadConditions, version: Version): void {
  try {
    checkReadConditions(conditions, version);
  } catch (fault) {
    if (fault instanceof Error && fault.name === 'NotModified') throw preconditionFailed('x-amz-copy-source');
    throw fault;
  }
}

export interface WriteConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

export const writeConditionParameters = { IfMatch: { type: 'string' }, IfNoneMatch: { type: 'string' } } as const;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html. `current` is undefined when there is no object. */
export function checkWriteConditions({ IfMatch, IfNoneMatch }: WriteConditions, key: string, current?: Version): void {
  if (IfNoneMatch !== undefined && current && isMatch(IfNoneMatch, current.etag)) {
    throw preconditionFailed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (!current) throw noSuchKey(key);
  if (!isMatch(IfMatch, current.etag)) throw preconditionFailed('If-Match');
}

/** `*`, or a list of tags, with quotes or without. */
function isMatch(condition: string, etag: string): boolean {
  const bare = etag.replaceAll('"', '');
  return condition.split(',').some((each) => {
    const given = each.trim().replace(/^W\//u, '').replaceAll('"', '');
    return given === '*' || given === bare;
  });
}

/** Dates of headers have whole seconds, so the object's is taken to have them too. A text that is no date is no condition. */
function isLater(modifiedAtMs: number, date: string): boolean {
  return Math.floor(modifiedAtMs / 1000) * 1000 > Date.parse(date);
}

function isNotLater(modifiedAtMs: number, date: string): boolean {
  return Math.floor(modifiedAtMs / 1000) * 1000 <= Date.parse(date);
}
