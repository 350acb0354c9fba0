import type { Call, Operation } from '../../../engine/service.ts';
import { invalidArgument } from '../errors.ts';
import { keyEncoder, listKeys, pageSize, resumeAfter, takePage } from '../key-listing.ts';
import { keysOf, listEntry, prefixesOf } from '../list-entries.ts';
import type { S3State } from '../state.ts';
import type { Version } from '../store/version.ts';

interface ListObjectVersions {
  readonly Bucket: string;
  readonly Prefix?: string;
  readonly Delimiter?: string;
  readonly MaxKeys?: number;
  readonly KeyMarker?: string;
  readonly VersionIdMarker?: string;
  readonly EncodingType?: string;
}

/** Every version and delete marker, by key, the newest first. */
export function listObjectVersions(state: S3State): Operation {
  return {
    parameters: {
      Bucket: { type: 'string', required: true },
      Prefix: { type: 'string' },
      Delimiter: { type: 'string' },
      MaxKeys: { type: 'integer' },
      KeyMarker: { type: 'string' },
      VersionIdMarker: { type: 'string' },
      EncodingType: { type: 'string' },
    },
    run(input: ListObjectVersions, { accountId }: Call) {
      const { Bucket, Prefix = '', Delimiter = '', MaxKeys = 1000, KeyMarker = '', VersionIdMarker = '' } = input;
      state.buckets.get(Bucket);
      const encode = keyEncoder(input.EncodingType);
      const { page, isTruncated } = takePage(listVersions(state, input), pageSize(MaxKeys));
      const last = page.at(-1);
      const shown = keysOf(page).map(({ row }) => ({ row, entry: versionEntry(row, encode, accountId) }));
      return {
        Name: Bucket,
        Prefix: encode(Prefix),
        KeyMarker: encode(KeyMarker),
        VersionIdMarker,
        ...(Delimiter !== '' && { Delimiter: encode(Delimiter) }),
        MaxKeys,
        IsTruncated: isTruncated,
        EncodingType: input.EncodingType,
        ...(isTruncated && last && { NextKeyMarker: encode(last.key) }),
        ...(isTruncated && last?.kind === 'key' && { NextVersionIdMarker: last.row.versionId }),
        Versions: shown.filter(({ row }) => !row.isDeleteMarker).map(({ entry }) => entry),
        DeleteMarkers: shown.filter(({ row }) => row.isDeleteMarker).map(({ entry }) => entry),
        CommonPrefixes: prefixesOf(page, encode),
      };
    },
  };
}

/** The list from after the markers on: after the key, or after one of the key's versions. */
function listVersions({ versions }: S3State, input: ListObjectVersions) {
  const { Bucket, Prefix = '', Delimiter = '', KeyMarker = '', VersionIdMarker = '' } = input;
  const marker = VersionIdMarker === '' ? undefined : versions.find(Bucket, KeyMarker, VersionIdMarker);
  if (VersionIdMarker !== '' && (KeyMarker === '' || !marker)) {
    // Unsure whether S3 minds a version that is gone.
    throw invalidArgument('Invalid version id specified', 'version-id-marker', VersionIdMarker);
  }
  const isShownAlready = (row: Version): boolean =>
    marker !== undefined && row.key === marker.key && row.sequence >= marker.sequence;
  const from = marker || KeyMarker === '' ? KeyMarker : resumeAfter(KeyMarker, Delimiter, Prefix);
  return listKeys({
    prefix: Prefix,
    delimiter: Delimiter,
    from,
    *rows(first, end) {
      for (const row of versions.all(Bucket, first, end)) if (!isShownAlready(row)) yield row;
    },
  });
}

function versionEntry(row: Version, encode: (key: string) => string, accountId: string) {
  const common = {
    Key: encode(row.key),
    VersionId: row.versionId,
    IsLatest: row.isLatest,
    LastModified: row.modifiedAtMs,
    Owner: { ID: accountId },
  };
  return row.isDeleteMarker ? common : { ...common, ...listEntry(row) };
}
