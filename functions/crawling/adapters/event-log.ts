import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { KinesisClient } from '@aws-sdk/client-kinesis';

import type { EventLog } from '../ports.ts';

/** The event log on a Kinesis stream. A call that fails as a whole throws. */
export const kinesisEventLog = (client: KinesisClient, streamName: string): EventLog => ({
  async put(records) {
    const { Records = [] } = await client.send(
      new PutRecordsCommand({
        StreamName: streamName,
        Records: records.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
      }),
    );
    return Records.map(({ ErrorCode, ErrorMessage }) =>
      ErrorCode === undefined
        ? { accepted: true }
        : { accepted: false, reason: `${ErrorCode}: ${ErrorMessage}`, mayRetry: true },
    );
  },
});
