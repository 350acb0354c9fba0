/** Where a custom resource's provider leaves its answer: an object in a bucket of CloudFormation's own, as at AWS. */
import { AwsError } from '../engine/aws-error.ts';
import type { CallService } from '../engine/service.ts';

const bucket = 'cloudformation-custom-resource-response-useast1';

export interface Mailbox {
  /** The answer is PUT here. */
  readonly url: string;
  /** The answer, once it has come; it is taken out of the box. */
  take(): Promise<string | undefined>;
}

export async function openMailbox(endpointUrl: string, key: string, call: CallService): Promise<Mailbox> {
  try {
    await call('s3', 'CreateBucket', { Bucket: bucket });
  } catch (fault) {
    if (!(fault instanceof AwsError && fault.code.startsWith('BucketAlready'))) throw fault;
  }
  const place = { Bucket: bucket, Key: key };
  return {
    url: `${endpointUrl}/${bucket}/${key}`,
    async take() {
      const text = await readText(call, place);
      if (text !== undefined) await call('s3', 'DeleteObject', place);
      return text;
    },
  };
}

async function readText(call: CallService, place: { Bucket: string; Key: string }): Promise<string | undefined> {
  try {
    const { Body } = await call('s3', 'GetObject', place);
    return (Body as { readAll(): Buffer }).readAll().toString('utf8');
  } catch (fault) {
    if (fault instanceof AwsError && fault.code === 'NoSuchKey') return undefined;
    throw fault;
  }
}
