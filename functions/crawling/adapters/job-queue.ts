import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { SQSClient } from '@aws-sdk/client-sqs';

import type { EntryAnswer, JobQueue } from '../ports.ts';

/** Crawl jobs on an SQS queue. A call that fails as a whole throws. */
export const sqsJobQueue = (client: SQSClient, queueUrl: string): JobQueue => ({
  async send(jobs) {
    const { Successful = [], Failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: jobs.map(({ userId, provider, claimId }, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify({ user_id: userId, provider, claim_id: claimId }),
        })),
      }),
    );
    const taken = new Set(Successful.map(({ Id }) => Id));
    return jobs.map((_job, index): EntryAnswer => {
      if (taken.has(String(index))) return { accepted: true };
      const failure = Failed.find(({ Id }) => Id === String(index));
      const reason = `${failure?.Code ?? 'NoAnswer'}: ${failure?.Message ?? ''}`;
      // A fault of the sender's does not go away by sending again.
      return { accepted: false, reason, mayRetry: failure?.SenderFault !== true };
    });
  },
});
