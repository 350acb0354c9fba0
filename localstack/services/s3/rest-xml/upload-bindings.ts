/** How multipart uploads look in HTTP. */
import { encryptionHeaders, objectHeaders } from '../object-members.ts';
import type { Binding } from './binding.ts';
import { givenChecksums, writtenHeaders } from './object-bindings.ts';
import { flat, structure } from './shape.ts';

const checksums = {
  ChecksumCRC32: 'string',
  ChecksumCRC32C: 'string',
  ChecksumCRC64NVME: 'string',
  ChecksumSHA1: 'string',
  ChecksumSHA256: 'string',
} as const;
const checksumKind = { ChecksumAlgorithm: 'string', ChecksumType: 'string' } as const;
const person = structure({ ID: 'string' });
const upload = { uploadId: 'UploadId' };
const part = { ...upload, partNumber: 'PartNumber' };

export const uploadBindings: readonly Binding[] = [
  {
    operation: 'CreateMultipartUpload',
    method: 'POST',
    on: 'object',
    selectors: { uploads: true },
    headers: {
      ...objectHeaders,
      'x-amz-checksum-algorithm': 'ChecksumAlgorithm',
      'x-amz-checksum-type': 'ChecksumType',
    },
    answerHeaders: {
      ...encryptionHeaders,
      ChecksumAlgorithm: 'x-amz-checksum-algorithm',
      ChecksumType: 'x-amz-checksum-type',
    },
    answer: {
      root: 'InitiateMultipartUploadResult',
      shape: structure({ Bucket: 'string', Key: 'string', UploadId: 'string' }),
    },
  },
  {
    operation: 'UploadPart',
    method: 'PUT',
    on: 'object',
    selectors: { uploadId: true, partNumber: true },
    query: part,
    headers: givenChecksums,
    body: { raw: 'Body' },
    answerHeaders: writtenHeaders,
  },
  {
    operation: 'UploadPartCopy',
    method: 'PUT',
    on: 'object',
    selectors: { uploadId: true, partNumber: true },
    selectingHeader: 'x-amz-copy-source',
    query: part,
    headers: {
      'x-amz-copy-source': 'CopySource',
      'x-amz-copy-source-range': 'CopySourceRange',
      'x-amz-copy-source-if-match': 'CopySourceIfMatch',
      'x-amz-copy-source-if-none-match': 'CopySourceIfNoneMatch',
      'x-amz-copy-source-if-modified-since': 'CopySourceIfModifiedSince',
      'x-amz-copy-source-if-unmodified-since': 'CopySourceIfUnmodifiedSince',
    },
    answerHeaders: { ...encryptionHeaders, CopySourceVersionId: 'x-amz-copy-source-version-id' },
    answer: {
      root: 'CopyPartResult',
      member: 'CopyPartResult',
      shape: structure({ ETag: 'string', LastModified: 'timestamp', ...checksums }),
    },
  },
  {
    operation: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    selectors: { uploadId: true },
    query: upload,
    headers: {
      ...givenChecksums,
      'x-amz-checksum-type': 'ChecksumType',
      'x-amz-mp-object-size': 'MpuObjectSize',
      'if-match': 'IfMatch',
      'if-none-match': 'IfNoneMatch',
    },
    body: {
      root: 'CompleteMultipartUpload',
      member: 'MultipartUpload',
      shape: structure({ Parts: flat('Part', structure({ PartNumber: 'integer', ETag: 'string', ...checksums })) }),
    },
    answerHeaders: { VersionId: 'x-amz-version-id', ...encryptionHeaders },
    answer: {
      root: 'CompleteMultipartUploadResult',
      shape: structure({
        Location: 'string',
        Bucket: 'string',
        Key: 'string',
        ETag: 'string',
        ...checksums,
        ChecksumType: 'string',
      }),
    },
  },
  {
    operation: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    selectors: { uploadId: true },
    query: upload,
    statusCode: 204,
  },
  {
    operation: 'ListParts',
    method: 'GET',
    on: 'object',
    selectors: { uploadId: true },
    query: { ...upload, 'max-parts': 'MaxParts', 'part-number-marker': 'PartNumberMarker' },
    answer: {
      root: 'ListPartsResult',
      shape: structure({
        Bucket: 'string',
        Key: 'string',
        UploadId: 'string',
        PartNumberMarker: 'integer',
        NextPartNumberMarker: 'integer',
        MaxParts: 'integer',
        IsTruncated: 'boolean',
        Parts: flat(
          'Part',
          structure({
            PartNumber: 'integer',
            LastModified: 'timestamp',
            ETag: 'string',
            Size: 'integer',
            ...checksums,
          }),
        ),
        Initiator: person,
        Owner: person,
        StorageClass: 'string',
        ...checksumKind,
      }),
    },
  },
  {
    operation: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    selectors: { uploads: true },
    query: {
      prefix: 'Prefix',
      delimiter: 'Delimiter',
      'max-uploads': 'MaxUploads',
      'key-marker': 'KeyMarker',
      'upload-id-marker': 'UploadIdMarker',
      'encoding-type': 'EncodingType',
    },
    answer: {
      root: 'ListMultipartUploadsResult',
      shape: structure({
        Bucket: 'string',
        KeyMarker: 'string',
        UploadIdMarker: 'string',
        NextKeyMarker: 'string',
        NextUploadIdMarker: 'string',
        Prefix: 'string',
        Delimiter: 'string',
        MaxUploads: 'integer',
        IsTruncated: 'boolean',
        EncodingType: 'string',
        Uploads: flat(
          'Upload',
          structure({
            Key: 'string',
            UploadId: 'string',
            Initiated: 'timestamp',
            StorageClass: 'string',
            Owner: person,
            Initiator: person,
            ...checksumKind,
          }),
        ),
        CommonPrefixes: flat('CommonPrefixes', structure({ Prefix: 'string' })),
      }),
    },
  },
];
