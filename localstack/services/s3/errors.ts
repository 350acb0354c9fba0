/** S3's refusals, in its words. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList */
import { AwsError } from '../../engine/aws-error.ts';

export function noSuchBucket(BucketName: string): AwsError {
  return new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName });
}

export function noSuchKey(Key: string): AwsError {
  return new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key });
}

export function noSuchVersion(Key: string, VersionId: string): AwsError {
  return new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, { Key, VersionId });
}

export function noSuchUpload(UploadId: string): AwsError {
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.';
  return new AwsError('NoSuchUpload', message, 404, { UploadId });
}

/** A delete marker has no content: it can only be deleted. */
export function methodNotAllowed(): AwsError {
  return new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
}

export function invalidBucketName(BucketName: string): AwsError {
  return new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName });
}

export function bucketNotEmpty(BucketName: string, isVersioned: boolean): AwsError {
  const message = 'The bucket you tried to delete is not empty';
  const advice = isVersioned ? '. You must delete all versions in the bucket.' : '';
  return new AwsError('BucketNotEmpty', message + advice, 409, { BucketName });
}

export function accessDenied(message = 'Access Denied', members: Readonly<Record<string, unknown>> = {}): AwsError {
  return new AwsError('AccessDenied', message, 403, members);
}

export function invalidArgument(message: string, ArgumentName?: string, ArgumentValue?: string): AwsError {
  return new AwsError('InvalidArgument', message, 400, { ArgumentName, ArgumentValue });
}

export function invalidRequest(message: string): AwsError {
  return new AwsError('InvalidRequest', message);
}

export function malformedXml(): AwsError {
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}

export function keyTooLong(key: string): AwsError {
  const Size = Buffer.byteLength(key);
  return new AwsError('KeyTooLongError', 'Your key is too long', 400, { Size, MaxSizeAllowed: 1024 });
}

export function accessControlListNotSupported(): AwsError {
  return new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
}

export function preconditionFailed(Condition: string): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError('PreconditionFailed', message, 412, { Condition });
}

/** Answered without a body; the entity tag tells the client which of its copies is still good. */
export function notModified(ETag: string): AwsError {
  return new AwsError('NotModified', 'Not Modified', 304, { ETag });
}

export function invalidRange(RangeRequested: string, ActualObjectSize: number): AwsError {
  return new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
    RangeRequested,
    ActualObjectSize,
  });
}

export function badDigest(what: string): AwsError {
  return new AwsError('BadDigest', `The ${what} you specified did not match the calculated checksum.`);
}

export function invalidPart(): AwsError {
  const message =
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
  return new AwsError('InvalidPart', message);
}

export function invalidPartOrder(): AwsError {
  const message = 'The list of parts was not in ascending order. Parts must be ordered by part number.';
  return new AwsError('InvalidPartOrder', message);
}

export function entityTooSmall(PartNumber: number, ProposedSize: number): AwsError {
  return new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
    PartNumber,
    ProposedSize,
    MinSizeAllowed: 5 * 1024 * 1024,
  });
}
