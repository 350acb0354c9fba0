/** What an object has beside its bytes, wherever it is put from: PutObject, CopyObject, CreateMultipartUpload. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import { accessControlListNotSupported, invalidArgument, keyTooLong } from './errors.ts';
import type { Bucket } from './store/buckets.ts';
import type { VersionDetails } from './store/version.ts';
import { checkTags, parseTags } from './tags.ts';

export interface ObjectMembers {
  readonly ContentType?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly ServerSideEncryption?: string;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
  readonly StorageClass?: string;
  readonly Tagging?: string;
  readonly ACL?: string;
}

/** Kept as they are and answered as they are. */
const plainMembers = ['CacheControl', 'ContentDisposition', 'ContentEncoding', 'ContentLanguage', 'Expires'] as const;

/** GLACIER and DEEP_ARCHIVE are not here: their objects cannot be read before they are restored. */
const storageClasses = [
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
];

/** Canned lists that S3 takes although buckets, by default, allow no lists: they say what is so anyhow. */
const ownersLists = ['private', 'bucket-owner-full-control'];

export const objectParameters: ParameterTable = {
  ...Object.fromEntries(plainMembers.map((name) => [name, { type: 'string' }] as const)),
  ContentType: { type: 'string' },
  Metadata: { type: 'map', member: { type: 'string' } },
  ServerSideEncryption: { type: 'string', enum: ['AES256', 'aws:kms', 'aws:kms:dsse'] },
  SSEKMSKeyId: { type: 'string' },
  BucketKeyEnabled: { type: 'boolean' },
  StorageClass: { type: 'string' },
  Tagging: { type: 'string' },
  ACL: { type: 'string' },
};

export const objectHeaders: Readonly<Record<string, string>> = {
  'cache-control': 'CacheControl',
  'content-disposition': 'ContentDisposition',
  'content-encoding': 'ContentEncoding',
  'content-language': 'ContentLanguage',
  expires: 'Expires',
  'content-type': 'ContentType',
  'x-amz-server-side-encryption': 'ServerSideEncryption',
  'x-amz-server-side-encryption-aws-kms-key-id': 'SSEKMSKeyId',
  'x-amz-server-side-encryption-bucket-key-enabled': 'BucketKeyEnabled',
  'x-amz-storage-class': 'StorageClass',
  'x-amz-tagging': 'Tagging',
  'x-amz-acl': 'ACL',
};

/** How the encryption of an object is answered by everything that writes one. */
export const encryptionHeaders: Readonly<Record<string, string>> = {
  ServerSideEncryption: 'x-amz-server-side-encryption',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  BucketKeyEnabled: 'x-amz-server-side-encryption-bucket-key-enabled',
};

export const checksumHeaders: Readonly<Record<string, string>> = {
  ChecksumCRC32: 'x-amz-checksum-crc32',
  ChecksumCRC32C: 'x-amz-checksum-crc32c',
  ChecksumCRC64NVME: 'x-amz-checksum-crc64nvme',
  ChecksumSHA1: 'x-amz-checksum-sha1',
  ChecksumSHA256: 'x-amz-checksum-sha256',
  ChecksumType: 'x-amz-checksum-type',
};

/** What to keep of a request that puts an object into `bucket`. Throws for what is refused or not hosted. */
export function detailsOf(input: ObjectMembers, bucket: Bucket): VersionDetails {
  const { ACL, StorageClass = 'STANDARD', Tagging = '', ContentType = 'binary/octet-stream', Metadata = {} } = input;
  if (ACL !== undefined && !ownersLists.includes(ACL)) throw accessControlListNotSupported();
  if (!storageClasses.includes(StorageClass)) throw notImplemented(`s3 storage class ${StorageClass}`);
  const tags = parseTags(Tagging);
  checkTags(tags, 10);
  const plain = Object.fromEntries(plainMembers.map((name) => [name, (input as Record<string, unknown>)[name]]));
  return {
    members: {
      ...plain,
      ContentType,
      Metadata,
      ...encryptionOf(input, bucket),
      // STANDARD is never answered, as by S3.
      ...(StorageClass !== 'STANDARD' && { StorageClass }),
    },
    tags,
  };
}

/** Those of an object's members that answers to writes repeat. */
export function writtenMembers({ members }: VersionDetails): Record<string, unknown> {
  const names = [...Object.keys(encryptionHeaders), ...Object.keys(checksumHeaders)];
  return Object.fromEntries(names.map((name) => [name, members[name]]));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export function checkKey(key: string): void {
  if (key === '') throw invalidArgument('Object key must not be empty.');
  if (Buffer.byteLength(key) > 1024) throw keyTooLong(key);
}

interface EncryptionRule {
  readonly ApplyServerSideEncryptionByDefault?: { readonly SSEAlgorithm: string; readonly KMSMasterKeyID?: string };
  readonly BucketKeyEnabled?: boolean;
}

/** The request's encryption, or the bucket's, or what S3 does by itself. The words are kept; the bytes stay as they are. */
function encryptionOf(input: ObjectMembers, { settings }: Bucket): Record<string, unknown> {
  const { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled } = input;
  if (ServerSideEncryption !== undefined) return { ServerSideEncryption, SSEKMSKeyId, BucketKeyEnabled };
  const rule = (settings['encryption'] as { Rules?: EncryptionRule[] } | undefined)?.Rules?.[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  return {
    ServerSideEncryption: byDefault?.SSEAlgorithm ?? 'AES256',
    SSEKMSKeyId: byDefault?.KMSMasterKeyID,
    BucketKeyEnabled: rule?.BucketKeyEnabled === true ? true : undefined,
  };
}
