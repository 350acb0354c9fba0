/** How the operations on objects look in HTTP. */
import { readConditionHeaders } from '../conditions.ts';
import { checksumHeaders, encryptionHeaders, objectHeaders } from '../object-members.ts';
import type { Binding } from './binding.ts';
import { structure, wrapped } from './shape.ts';

const version = { versionId: 'VersionId' };
const answeredVersion = { VersionId: 'x-amz-version-id' };
export const writtenHeaders = { ETag: 'etag', ...answeredVersion, ...encryptionHeaders, ...checksumHeaders };

/** Header (lower case) → member, for the checksums that come with a body. */
export const givenChecksums = Object.fromEntries(
  Object.entries(checksumHeaders)
    .filter(([member]) => member !== 'ChecksumType')
    .map(([member, header]) => [header, member] as const),
);

const reading = {
  on: 'object',
  query: {
    ...version,
    'response-cache-control': 'ResponseCacheControl',
    'response-content-disposition': 'ResponseContentDisposition',
    'response-content-encoding': 'ResponseContentEncoding',
    'response-content-language': 'ResponseContentLanguage',
    'response-content-type': 'ResponseContentType',
    'response-expires': 'ResponseExpires',
  },
  headers: { ...readConditionHeaders, range: 'Range', 'x-amz-checksum-mode': 'ChecksumMode' },
  answerHeaders: {
    AcceptRanges: 'accept-ranges',
    LastModified: 'last-modified',
    ContentLength: 'content-length',
    ContentRange: 'content-range',
    CacheControl: 'cache-control',
    ContentDisposition: 'content-disposition',
    ContentEncoding: 'content-encoding',
    ContentLanguage: 'content-language',
    ContentType: 'content-type',
    Expires: 'expires',
    StorageClass: 'x-amz-storage-class',
    TagCount: 'x-amz-tagging-count',
    ...writtenHeaders,
  },
} as const;

const tagging = structure({ TagSet: wrapped('Tag', structure({ Key: 'string', Value: 'string' })) });

export const objectBindings: readonly Binding[] = [
  {
    operation: 'PutObject',
    method: 'PUT',
    on: 'object',
    headers: { ...objectHeaders, ...givenChecksums, 'if-match': 'IfMatch', 'if-none-match': 'IfNoneMatch' },
    body: { raw: 'Body' },
    answerHeaders: writtenHeaders,
  },
  { ...reading, operation: 'GetObject', method: 'GET', answer: { raw: 'Body' } },
  { ...reading, operation: 'HeadObject', method: 'HEAD' },
  {
    operation: 'DeleteObject',
    method: 'DELETE',
    on: 'object',
    query: version,
    headers: { 'if-match': 'IfMatch' },
    statusCode: 204,
    answerHeaders: { ...answeredVersion, DeleteMarker: 'x-amz-delete-marker' },
  },
  {
    operation: 'CopyObject',
    method: 'PUT',
    on: 'object',
    selectingHeader: 'x-amz-copy-source',
    headers: {
      ...objectHeaders,
      'if-match': 'IfMatch',
      'if-none-match': 'IfNoneMatch',
      'x-amz-copy-source': 'CopySource',
      'x-amz-copy-source-if-match': 'CopySourceIfMatch',
      'x-amz-copy-source-if-none-match': 'CopySourceIfNoneMatch',
      'x-amz-copy-source-if-modified-since': 'CopySourceIfModifiedSince',
      'x-amz-copy-source-if-unmodified-since': 'CopySourceIfUnmodifiedSince',
      'x-amz-metadata-directive': 'MetadataDirective',
      'x-amz-tagging-directive': 'TaggingDirective',
    },
    answerHeaders: {
      ...answeredVersion,
      ...encryptionHeaders,
      CopySourceVersionId: 'x-amz-copy-source-version-id',
    },
    answer: {
      root: 'CopyObjectResult',
      member: 'CopyObjectResult',
      shape: structure({
        ETag: 'string',
        LastModified: 'timestamp',
        ChecksumType: 'string',
        ChecksumCRC32: 'string',
        ChecksumCRC32C: 'string',
        ChecksumCRC64NVME: 'string',
        ChecksumSHA1: 'string',
        ChecksumSHA256: 'string',
      }),
    },
  },
  {
    operation: 'GetObjectTagging',
    method: 'GET',
    on: 'object',
    selectors: { tagging: true },
    query: version,
    answerHeaders: answeredVersion,
    answer: { root: 'Tagging', shape: tagging },
  },
  {
    operation: 'PutObjectTagging',
    method: 'PUT',
    on: 'object',
    selectors: { tagging: true },
    query: version,
    body: { root: 'Tagging', member: 'Tagging', shape: tagging },
    answerHeaders: answeredVersion,
  },
  {
    operation: 'DeleteObjectTagging',
    method: 'DELETE',
    on: 'object',
    selectors: { tagging: true },
    query: version,
    statusCode: 204,
    answerHeaders: answeredVersion,
  },
];
