/**
 * Kinesis without the wire: what the operations themselves cost, from parsed JSON in to JSON-ready output out.
 * `node bin/run.mjs test/bench/kinesis.ts [records]`
 */
import { RealClock } from '../../localstack/engine/clock.ts';
import { silentLog } from '../../localstack/engine/log.ts';
import { seededRandom } from '../../localstack/engine/random.ts';
import { temporaryState } from '../../localstack/engine/state.ts';
import { createKinesis } from '../../localstack/services/kinesis/index.ts';

const recordCount = Number(process.argv[2] ?? 500_000);
const batchSize = 500;
const recordBytes = 250;
const userCount = 10_000;
const requestsAtOnce = 8;

type Run = (input: unknown, call: unknown) => Promise<Record<string, unknown>>;

const state = temporaryState();
const kinesis = createKinesis({
  clock: new RealClock(),
  random: seededRandom(1),
  state,
  log: silentLog,
  accountId: '000000000000',
  region: 'us-east-1',
  endpointUrl: () => '',
});
const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/bench';

try {
  await operation('CreateStream')({ StreamName: 'bench', ShardCount: 4 }, {});
  report('PutRecords, 500 × 250 B', await timed(putAll));
  report('GetRecords, 1,000 a call', await timed(getAll));
  report('the door, 1,000 a read', await timed(async () => readAll()));
  console.log(`resident memory ${Math.round(process.memoryUsage().rss / 1024 / 1024)} MiB`);
} finally {
  await kinesis.stop?.();
  state.close();
}

function operation(name: string): Run {
  const found = kinesis.operations[name];
  if (!found) throw new Error(`no operation ${name}`);
  return async (input, call) => (await found.run(input as never, call as never)) as Record<string, unknown>;
}

async function putAll(): Promise<number> {
  const put = operation('PutRecords');
  const requests = Array.from({ length: requestsAtOnce }, (_, request) => requestOf(request));
  const perTurn = batchSize * requestsAtOnce;
  for (let done = 0; done < recordCount; done += perTurn) await Promise.all(requests.map((input) => put(input, {})));
  return Math.ceil(recordCount / perTurn) * perTurn;
}

function requestOf(request: number): unknown {
  const random = seededRandom(request);
  const Data = Buffer.alloc(recordBytes, 'listen').toString('base64');
  const Records = Array.from({ length: batchSize }, () => ({
    Data,
    PartitionKey: `user-${Math.floor(random() * userCount)}`,
  }));
  return { StreamName: 'bench', Records };
}

async function getAll(): Promise<number> {
  let count = 0;
  for (const { shardId } of kinesis.streams.shards(streamArn)) {
    const start = { StreamName: 'bench', ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' };
    let { ShardIterator } = await operation('GetShardIterator')(start, {});
    for (let isBehind = true; isBehind;) {
      const answer = await operation('GetRecords')({ ShardIterator, Limit: 1000 }, {});
      const records = answer['Records'] as unknown[];
      count += records.length;
      ShardIterator = answer['NextShardIterator'];
      isBehind = records.length > 0;
    }
  }
  return count;
}

function readAll(): number {
  let count = 0;
  for (const { shardId } of kinesis.streams.shards(streamArn)) {
    const limits = { recordsMax: 1000, bytesMax: 6 * 1024 * 1024 };
    let page = kinesis.streams.read(streamArn, shardId, { kind: 'TRIM_HORIZON' }, limits);
    while (page.records.length > 0) {
      count += page.records.length;
      page = kinesis.streams.read(streamArn, shardId, page.next, limits);
    }
  }
  return count;
}

async function timed(run: () => Promise<number>): Promise<{ count: number; ms: number }> {
  const startMs = performance.now();
  const count = await run();
  return { count, ms: performance.now() - startMs };
}

function report(what: string, { count, ms }: { count: number; ms: number }): void {
  const perSecond = Math.round(count / (ms / 1000)).toLocaleString('en');
  console.log(`${what.padEnd(28)} ${perSecond.padStart(12)} records/s  ${((ms * 1000) / count).toFixed(2)} µs each`);
}
