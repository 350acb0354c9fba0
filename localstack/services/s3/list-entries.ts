import type { Listed } from './key-listing.ts';
import type { Version } from './store/version.ts';

/** A version as lists show it. */
export function listEntry({ etag, sizeBytes, modifiedAtMs, details }: Version) {
  const { ChecksumType } = details.members;
  return {
    LastModified: modifiedAtMs,
    ETag: etag,
    ...(ChecksumType !== undefined && { ChecksumAlgorithm: algorithmsOf(details.members), ChecksumType }),
    Size: sizeBytes,
    StorageClass: details.members['StorageClass'] ?? 'STANDARD',
  };
}

export function keysOf<T>(page: readonly Listed<T>[]) {
  return page.filter((each): each is Extract<Listed<T>, { kind: 'key' }> => each.kind === 'key');
}

export function prefixesOf<T>(page: readonly Listed<T>[], encode: (key: string) => string) {
  return page.filter(({ kind }) => kind === 'prefix').map(({ key }) => ({ Prefix: encode(key) }));
}

function algorithmsOf(members: Readonly<Record<string, unknown>>): string[] {
  const prefix = 'Checksum';
  const names = Object.keys(members).filter((name) => name.startsWith(prefix) && name !== 'ChecksumType');
  return names.map((name) => name.slice(prefix.length));
}
