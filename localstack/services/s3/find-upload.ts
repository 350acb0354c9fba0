import { invalidArgument, noSuchUpload } from './errors.ts';
import type { S3State } from './state.ts';
import type { Upload } from './store/uploads.ts';

export interface UploadName {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string;
}

export const uploadParameters = {
  Bucket: { type: 'string', required: true },
  Key: { type: 'string', required: true },
  UploadId: { type: 'string', required: true },
} as const;

/** Throws NoSuchBucket or NoSuchUpload. */
export function findUpload({ buckets, uploads }: S3State, { Bucket, Key, UploadId }: UploadName): Upload {
  buckets.get(Bucket);
  const upload = uploads.find(Bucket, Key, UploadId);
  if (!upload) throw noSuchUpload(UploadId);
  return upload;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export function checkPartNumber(partNumber: number): void {
  if (partNumber >= 1 && partNumber <= 10_000) return;
  const message = 'Part number must be an integer between 1 and 10000, inclusive';
  throw invalidArgument(message, 'partNumber', String(partNumber));
}
