import { expect, test } from '@jest/globals';

import { kinesisEventLog } from '../../../../functions/crawling/adapters/event-log.ts';
import { sqsJobQueue } from '../../../../functions/crawling/adapters/job-queue.ts';

/** An SDK client that gives this answer and notes the input of each command. */
function answering(answer: object) {
  const inputs: unknown[] = [];
  const send = async ({ input }: { input: unknown }) => {
    inputs.push(input);
    return answer;
  };
  return { client: { send } as never, inputs };
}

test('records go to the stream under their partition key, and each gets its own answer', async () => {
  const { client, inputs } = answering({
    FailedRecordCount: 1,
    Records: [
      { SequenceNumber: '1', ShardId: 'shardId-000000000000' },
      { ErrorCode: 'ProvisionedThroughputExceededException', ErrorMessage: 'Rate exceeded' },
    ],
  });
  const data = Buffer.from('{}');

  const answers = await kinesisEventLog(client, 'listens').put([
    { partitionKey: 'ada', data },
    { partitionKey: 'bob', data },
  ]);

  expect(inputs).toEqual([
    {
      StreamName: 'listens',
      Records: [
        { PartitionKey: 'ada', Data: data },
        { PartitionKey: 'bob', Data: data },
      ],
    },
  ]);
  expect(answers).toEqual([
    { accepted: true },
    { accepted: false, reason: 'ProvisionedThroughputExceededException: Rate exceeded', mayRetry: true },
  ]);
});

test('jobs go to the queue as JSON, and each gets its own answer, whatever their order', async () => {
  const { client, inputs } = answering({
    Successful: [{ Id: '2' }],
    Failed: [
      { Id: '1', SenderFault: true, Code: 'InvalidMessageContents', Message: 'no' },
      { Id: '0', SenderFault: false, Code: 'InternalError', Message: 'later' },
    ],
  });
  const jobs = ['ada', 'bob', 'cyd'].map((userId) => ({ userId, provider: 'spotify', claimId: 'claim' }));

  const answers = await sqsJobQueue(client, 'https://queue.test').send(jobs);

  expect(inputs).toEqual([
    {
      QueueUrl: 'https://queue.test',
      Entries: ['ada', 'bob', 'cyd'].map((userId, index) => ({
        Id: String(index),
        MessageBody: `{"user_id":"${userId}","provider":"spotify","claim_id":"claim"}`,
      })),
    },
  ]);
  expect(answers).toEqual([
    { accepted: false, reason: 'InternalError: later', mayRetry: true },
    { accepted: false, reason: 'InvalidMessageContents: no', mayRetry: false },
    { accepted: true },
  ]);
});
