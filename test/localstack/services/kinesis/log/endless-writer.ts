/** Appends to the log in the folder it is given until it is killed, and prints the first and the last ordinal of each commit. */
import { writeSync } from 'node:fs';

import { ShardLog } from '../../../../../localstack/services/kinesis/log/shard-log.ts';

const log = new ShardLog(process.argv[2] ?? '', { segmentBytesMax: 64 * 1024 });
for (let batch = 1; ; batch = (batch % 40) + 1) {
  for (let count = 0; count < batch; count += 1) {
    const text = `record ${log.nextOrdinal + count} ${'x'.repeat(count * 7)}`;
    log.stage(batch, 0, 'key', Buffer.from(text).toString('base64'));
  }
  const first = log.nextOrdinal;
  log.commit();
  writeSync(1, `${first} ${log.nextOrdinal - 1}\n`);
}
