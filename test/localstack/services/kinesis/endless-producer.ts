/**
 * Puts numbered records into a stream of the state folder it is given, resharding now and then, until it is killed.
 * Prints the number of each record that Kinesis has acknowledged.
 */
import { writeSync } from 'node:fs';

import { VirtualClock } from '../../../../localstack/engine/clock.ts';
import { openState } from '../../../../localstack/engine/state.ts';
import { createKinesis } from '../../../../localstack/services/kinesis/index.ts';
import { inProcess, testEngine, testStartMs } from '../../../support/in-process.ts';

const [folder = ''] = process.argv.slice(2);
const engine = { ...testEngine(openState(folder)), clock: new VirtualClock(testStartMs) };
const { call } = inProcess([createKinesis(engine, { log: { segmentBytesMax: 32 * 1024 } })]);
const StreamName = 'plays';
const { StreamNames } = await call('kinesis', 'ListStreams', {});
if (Array.isArray(StreamNames) && StreamNames.length === 0) {
  await call('kinesis', 'CreateStream', { StreamName, ShardCount: 2 });
}

let next = Number(process.argv[3] ?? 1);
for (let round = 1; ; round += 1) {
  const requests = Array.from({ length: 5 }, () => {
    const numbers = Array.from({ length: 20 }, () => next++);
    const Records = numbers.map((number) => ({
      Data: Buffer.from(String(number)).toString('base64'),
      PartitionKey: `user ${number % 7}`,
    }));
    return call('kinesis', 'PutRecords', { StreamName, Records }).then(() => writeSync(1, `${numbers.join('\n')}\n`));
  });
  if (round % 10 === 0) {
    const TargetShardCount = round % 20 === 0 ? 2 : 4;
    requests.push(
      call('kinesis', 'UpdateShardCount', { StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }).then(
        () => 0,
      ),
    );
  }
  await Promise.all(requests);
}
