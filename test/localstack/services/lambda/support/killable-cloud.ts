/**
 * A cloud that tests kill: Kinesis, DynamoDB and Lambda on a real clock, with a function `work` that appends the number
 * of each record it is given to a file. Arguments: the state folder, the file, the source (`kinesis` or `dynamodb`), and
 * `produce` to put numbered records until it is killed. Prints `put <number>` for each record that is acknowledged, and
 * `worked` for each invocation.
 */
import { writeSync } from 'node:fs';

import { RealClock } from '../../../../../localstack/engine/clock.ts';
import { silentLog } from '../../../../../localstack/engine/log.ts';
import type { Engine } from '../../../../../localstack/engine/service.ts';
import { openState } from '../../../../../localstack/engine/state.ts';
import { createDynamodb } from '../../../../../localstack/services/dynamodb/index.ts';
import { createKinesis } from '../../../../../localstack/services/kinesis/index.ts';
import { createLambda } from '../../../../../localstack/services/lambda/index.ts';
import { inProcess } from '../../../../support/in-process.ts';
import { role, zip } from './lambda-world.ts';
import { MemoryQueues } from './memory-queue.ts';

const [folder = '', file = '', source = '', mode = ''] = process.argv.slice(2);
const engine: Engine = {
  clock: new RealClock(),
  random: Math.random,
  state: openState(folder),
  log: silentLog,
  accountId: '000000000000',
  region: 'us-east-1',
  endpointUrl: () => 'http://127.0.0.1:1',
};
const kinesis = createKinesis(engine);
const dynamodb = createDynamodb(engine);
const lambda = createLambda(engine, {
  streams: kinesis.streams,
  tableStreams: dynamodb.streams,
  queues: new MemoryQueues(engine.clock.nowMs),
  logs: { append: (_, __, events) => void (isReport(events) && writeSync(1, 'worked\n')) },
});
const { call } = inProcess([kinesis, dynamodb, lambda]);
await lambda.start?.();
if (mode === 'produce') {
  const streamArn = source === 'kinesis' ? await makeStream() : await makeTable();
  await makeMapping(streamArn);
  const put = source === 'kinesis' ? putRecord : putItem;
  for (let number = 1; ; number += 1) {
    await put(number);
    writeSync(1, `put ${number}\n`);
    // A producer that never rests would leave the mapping no turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function isReport(events: readonly { readonly message: string }[]): boolean {
  return events.some(({ message }) => message.startsWith('REPORT'));
}

async function makeStream(): Promise<string> {
  await call('kinesis', 'CreateStream', { StreamName: 'numbers', ShardCount: 1 });
  return 'arn:aws:kinesis:us-east-1:000000000000:stream/numbers';
}

async function makeTable(): Promise<string> {
  const { TableDescription } = await call('dynamodb', 'CreateTable', {
    TableName: 'numbers',
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'number', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'number', AttributeType: 'N' }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'KEYS_ONLY' },
  });
  return String((TableDescription as Record<string, unknown>)['LatestStreamArn']);
}

async function makeMapping(EventSourceArn: string): Promise<void> {
  const text = `import { appendFileSync } from 'node:fs';
    export const handler = async ({ Records }) => {
      const numbers = Records.map(({ kinesis, dynamodb }) =>
        kinesis ? Buffer.from(kinesis.data, 'base64').toString() : dynamodb.Keys.number.N);
      appendFileSync(${JSON.stringify(file)}, numbers.join('\\n') + '\\n');
    };`;
  const Code = { ZipFile: Buffer.from(zip({ 'index.mjs': text })).toString('base64') };
  const FunctionName = 'work';
  const Runtime = 'nodejs24.x';
  await call('lambda', 'CreateFunction', { FunctionName, Runtime, Handler: 'index.handler', Role: role, Code });
  const StartingPosition = 'TRIM_HORIZON';
  await call('lambda', 'CreateEventSourceMapping', { FunctionName, EventSourceArn, StartingPosition, BatchSize: 10 });
}

async function putRecord(number: number): Promise<void> {
  const Data = Buffer.from(String(number)).toString('base64');
  await call('kinesis', 'PutRecord', { StreamName: 'numbers', PartitionKey: 'key', Data });
}

async function putItem(number: number): Promise<void> {
  await call('dynamodb', 'PutItem', { TableName: 'numbers', Item: { number: { N: String(number) } } });
}
