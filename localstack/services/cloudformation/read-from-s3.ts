import { AwsError } from '../../engine/aws-error.ts';
import type { CallService } from '../../engine/service.ts';
import { validationError } from '../../template/errors.ts';
import type { ReadObject } from './room.ts';

/** Reads templates from this cloud's own S3. */
export function readFromS3(call: CallService): ReadObject {
  return async (Bucket, Key) => {
    try {
      const { Body } = await call('s3', 'GetObject', { Bucket, Key });
      return (Body as { readAll(): Buffer }).readAll().toString('utf8');
    } catch (fault) {
      if (!(fault instanceof AwsError) || fault.statusCode >= 500) throw fault;
      throw validationError(
        `S3 error: ${fault.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
      );
    }
  };
}
