/** One version of an object, or a marker that the object was deleted. */
export interface Version {
  /** Orders the versions of a key as they were written. */
  readonly sequence: number;
  readonly bucket: string;
  readonly key: string;
  /** `null` for what was written while the bucket was not versioned. */
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
  readonly bodyId: number | null;
  readonly sizeBytes: number;
  /** With its quotes, as the header has it. Empty for a delete marker. */
  readonly etag: string;
  readonly modifiedAtMs: number;
  readonly details: VersionDetails;
}

export interface VersionDetails {
  /** What GetObject and HeadObject answer beside size, time and tag, by the member's name: ContentType, Metadata, … */
  readonly members: Readonly<Record<string, unknown>>;
  readonly tags: readonly Tag[];
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export type NewVersion = Pick<Version, 'bodyId' | 'sizeBytes' | 'etag' | 'modifiedAtMs' | 'details'>;

/** The version id of what is written while versioning is off or suspended. */
export const nullVersionId = 'null';
