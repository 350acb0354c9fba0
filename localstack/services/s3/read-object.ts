/** What GetObject and HeadObject have in common: everything but the bytes. */
import { contentRange, readRange } from './byte-range.ts';
import { checkReadConditions, readConditionParameters, type ReadConditions } from './conditions.ts';
import { findVersion, shownVersionId } from './find-version.ts';
import { checksumHeaders } from './object-members.ts';
import type { S3State } from './state.ts';
import type { ByteRange } from './store/stored-bytes.ts';
import type { Version } from './store/version.ts';

export interface ReadObject extends ReadConditions {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
  readonly Range?: string;
  readonly ChecksumMode?: string;
}

/** Members by which a client has the answer's header say something else, such as a file name for a download. */
const overrides = [
  'CacheControl',
  'ContentDisposition',
  'ContentEncoding',
  'ContentLanguage',
  'ContentType',
  'Expires',
] as const;

export const readParameters = {
  Bucket: { type: 'string', required: true },
  Key: { type: 'string', required: true },
  VersionId: { type: 'string' },
  Range: { type: 'string' },
  ChecksumMode: { type: 'string', enum: ['ENABLED'] },
  ...readConditionParameters,
  ...Object.fromEntries(overrides.map((name) => [`Response${name}`, { type: 'string' }] as const)),
} as const;

export interface FoundObject {
  readonly version: Version;
  readonly range: ByteRange;
  readonly output: Readonly<Record<string, unknown>>;
}

/** Finds the object, checks the conditions and the range. */
export function readObject(state: S3State, input: ReadObject): FoundObject {
  const { Bucket, Key, VersionId, Range, ChecksumMode } = input;
  const version = findVersion(state, Bucket, Key, VersionId);
  checkReadConditions(input, version);
  const { sizeBytes, etag, modifiedAtMs, details } = version;
  const asked = readRange(Range, sizeBytes);
  const range = asked ?? { startByte: 0, endByte: sizeBytes };
  const isChecksumShown = ChecksumMode === 'ENABLED' && asked === undefined;
  const output = {
    AcceptRanges: 'bytes',
    LastModified: modifiedAtMs,
    ETag: etag,
    ContentLength: range.endByte - range.startByte,
    VersionId: shownVersionId(state, Bucket, version.versionId),
    ...(details.tags.length > 0 && { TagCount: details.tags.length }),
    ...(asked && { ContentRange: contentRange(asked, sizeBytes), StatusCode: 206 }),
    ...(isChecksumShown ? details.members : withoutChecksums(details.members)),
    ...overridesOf(input as unknown as Record<string, unknown>),
  };
  return { version, range, output };
}

function withoutChecksums(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([name]) => !Object.hasOwn(checksumHeaders, name)));
}

function overridesOf(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = overrides.filter((name) => input[`Response${name}`] !== undefined);
  return Object.fromEntries(given.map((name) => [name, input[`Response${name}`]]));
}
