/** All buckets, by name, in memory and in the state folder. */
import type { Engine } from '../../../engine/service.ts';
import type { Documents } from '../../../engine/state.ts';
import { noSuchBucket } from '../errors.ts';

export interface Bucket {
  readonly name: string;
  readonly createdAtMs: number;
  /** The location constraint it was made with; undefined is us-east-1. */
  readonly location?: string;
  /** Versioning, encryption, policy, …, by the names of `bucket-settings.ts`, as the API's members have them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export class Buckets {
  readonly #documents: Documents<Bucket>;
  readonly #byName: Map<string, Bucket>;

  constructor({ state }: Engine) {
    this.#documents = state.documents<Bucket>('s3-buckets');
    this.#byName = new Map(this.#documents.list().map((bucket) => [bucket.name, bucket]));
  }

  /** Throws NoSuchBucket when there is none. */
  get(name: string): Bucket {
    const bucket = this.#byName.get(name);
    if (!bucket) throw noSuchBucket(name);
    return bucket;
  }

  find(name: string): Bucket | undefined {
    return this.#byName.get(name);
  }

  /** Remembers a new or changed bucket. */
  put(bucket: Bucket): void {
    this.#byName.set(bucket.name, bucket);
    this.#documents.put(bucket.name, bucket);
  }

  /** Sets one setting, or takes it away when `value` is undefined. */
  set(name: string, setting: string, value: unknown): void {
    const bucket = this.get(name);
    this.put({ ...bucket, settings: { ...bucket.settings, [setting]: value } });
  }

  delete(name: string): void {
    this.#byName.delete(name);
    this.#documents.delete(name);
  }

  /** In order of name. */
  list(): Bucket[] {
    return [...this.#byName.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}

export type VersioningStatus = 'Enabled' | 'Suspended' | undefined;

export function versioningOf({ settings }: Bucket): VersioningStatus {
  return (settings['versioning'] as { Status?: VersioningStatus } | undefined)?.Status;
}
