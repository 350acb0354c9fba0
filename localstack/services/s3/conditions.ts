/** Conditional requests. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html */
import { noSuchKey, preconditionFailed } from './errors.ts';
import type { StoredObject } from './object-store.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Whether a read gets the object, or `304 Not Modified`. Throws `PreconditionFailed`. `prefix` is for the copy source's
 * own conditions (`x-amz-copy-source-if-match`, …).
 */
export function isModified(headers: Headers, { etag, modifiedAtMs }: StoredObject, prefix = ''): boolean {
  const given = (name: string) => headers[prefix + name];
  const modifiedAtSeconds = Math.floor(modifiedAtMs / 1000);
  const isSince = (date: string) => modifiedAtSeconds > Math.floor(Date.parse(date) / 1000);
  const match = given('if-match');
  const unmodifiedSince = given('if-unmodified-since');
  if (match !== undefined && !hasEtag(match, etag)) throw preconditionFailed('If-Match');
  if (match === undefined && unmodifiedSince !== undefined && isSince(unmodifiedSince)) {
    throw preconditionFailed('If-Unmodified-Since');
  }
  const noneMatch = given('if-none-match');
  if (noneMatch !== undefined) return !hasEtag(noneMatch, etag);
  const modifiedSince = given('if-modified-since');
  return modifiedSince === undefined || isSince(modifiedSince);
}

/** Throws when a write may not take the place of what is there. */
export function checkWrite(headers: Headers, key: string, known: StoredObject | undefined): void {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (match !== undefined) {
    if (!known) throw noSuchKey(key);
    if (!hasEtag(match, known.etag)) throw preconditionFailed('If-Match');
  }
  if (noneMatch !== undefined && known && hasEtag(noneMatch, known.etag)) throw preconditionFailed('If-None-Match');
}

/** `*`, or a list of entity tags with or without quotes. */
function hasEtag(condition: string, etag: string): boolean {
  const bare = (text: string) => text.trim().replaceAll('"', '');
  return condition.trim() === '*' || condition.split(',').some((each) => bare(each) === bare(etag));
}
