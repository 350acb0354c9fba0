/**
 * The AWS command line against the local cloud: list, describe, put and get on each hosted service, as a person would.
 *
 * `node bin/run.mjs test/conformance/aws-cli.ts PATH_OF_AWS [ENDPOINT]`. Without an endpoint it starts a cloud of its own.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { createCloud } from '../../localstack/cloud.ts';

interface Step {
  readonly command: string;
  /** What the output has to hold; a function sees the whole output. */
  readonly shows: string | ((output: string) => boolean);
  /** Keeps a part of the output under a name, for `{name}` in later commands. */
  readonly keep?: { readonly name: string; readonly from: RegExp };
}

const folder = mkdtempSync(join(tmpdir(), 'aws-cli-'));
const table = '--table-name songs';
const key = `--key '{"id":{"S":"a"}}'`;
const functionCode =
  'export const handler = async (event) => ({ greeting: `hello ${event.name}`, on: process.version });';

const steps: readonly Step[] = [
  { command: 'sts get-caller-identity', shows: '000000000000' },

  { command: 'kinesis create-stream --stream-name plays --shard-count 2', shows: '' },
  { command: 'kinesis wait stream-exists --stream-name plays', shows: '' },
  { command: 'kinesis describe-stream-summary --stream-name plays', shows: '"OpenShardCount": 2' },
  { command: 'kinesis list-streams', shows: 'plays' },
  {
    command: `kinesis put-record --stream-name plays --partition-key ada --data fileb://${join(folder, 'hello')}`,
    shows: 'SequenceNumber',
    keep: { name: 'shard', from: /"ShardId": "([^"]+)"/u },
  },
  {
    command: 'kinesis get-shard-iterator --stream-name plays --shard-id {shard} --shard-iterator-type TRIM_HORIZON',
    shows: 'ShardIterator',
    keep: { name: 'iterator', from: /"ShardIterator": "([^"]+)"/u },
  },
  { command: 'kinesis get-records --shard-iterator {iterator}', shows: '"Data": "aGVsbG8="' },
  { command: 'kinesis list-shards --stream-name plays', shows: 'shardId-000000000001' },

  {
    command: `dynamodb create-table ${table} --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH --billing-mode PAY_PER_REQUEST`,
    shows: 'TableArn',
  },
  { command: `dynamodb wait table-exists ${table}`, shows: '' },
  { command: 'dynamodb list-tables', shows: 'songs' },
  { command: `dynamodb put-item ${table} --item '{"id":{"S":"a"},"n":{"N":"1"},"b":{"BS":["AQ=="]}}'`, shows: '' },
  {
    command: `dynamodb update-item ${table} ${key} --update-expression 'ADD n :one, b :more' --expression-attribute-values '{":one":{"N":"41"},":more":{"BS":["Ag=="]}}' --return-values ALL_NEW`,
    shows: '"N": "42"',
  },
  { command: `dynamodb get-item ${table} ${key} --return-consumed-capacity TOTAL`, shows: '"CapacityUnits": 0.5' },
  {
    command: `dynamodb query ${table} --key-condition-expression 'id = :id' --expression-attribute-values '{":id":{"S":"a"}}'`,
    shows: '"Count": 1',
  },
  { command: `dynamodb scan ${table}`, shows: '"ScannedCount": 1' },
  {
    command: `dynamodb update-time-to-live ${table} --time-to-live-specification Enabled=true,AttributeName=expires_at`,
    shows: 'expires_at',
  },
  { command: `dynamodb describe-table ${table}`, shows: '"TableStatus": "ACTIVE"' },

  {
    command: 'sqs create-queue --queue-name jobs',
    shows: 'QueueUrl',
    keep: { name: 'queue', from: /"QueueUrl": "([^"]+)"/u },
  },
  { command: 'sqs list-queues', shows: 'jobs' },
  { command: 'sqs send-message --queue-url {queue} --message-body hello', shows: '5d41402abc4b2a76b9719d911017c592' },
  {
    command: 'sqs receive-message --queue-url {queue} --attribute-names All',
    shows: '"Body": "hello"',
    keep: { name: 'receipt', from: /"ReceiptHandle": "([^"]+)"/u },
  },
  { command: 'sqs delete-message --queue-url {queue} --receipt-handle {receipt}', shows: '' },
  { command: 'sqs get-queue-attributes --queue-url {queue} --attribute-names All', shows: 'VisibilityTimeout' },

  { command: 's3 mb s3://crate', shows: 'crate' },
  { command: `s3 cp ${join(folder, 'index.mjs')} s3://crate/index.mjs`, shows: 'upload' },
  { command: 's3 ls s3://crate', shows: 'index.mjs' },
  { command: 's3 cp s3://crate/index.mjs -', shows: 'hello' },

  {
    command: 'iam create-role --role-name player --assume-role-policy-document {trust}',
    shows: 'arn:aws:iam::000000000000:role/player',
  },
  { command: 'iam put-role-policy --role-name player --policy-name may --policy-document {policy}', shows: '' },
  { command: 'iam get-role --role-name player', shows: 'player' },
  { command: 'iam list-roles', shows: 'player' },

  {
    command: `lambda create-function --function-name greet --runtime nodejs24.x --handler index.handler --role arn:aws:iam::000000000000:role/player --zip-file fileb://${join(folder, 'code.zip')}`,
    shows: 'greet',
  },
  { command: 'lambda list-functions', shows: 'greet' },
  {
    command: `lambda invoke --function-name greet --payload fileb://${join(folder, 'payload')} ${join(folder, 'answer.json')}`,
    shows: '"StatusCode": 200',
  },
  { command: 'lambda get-function-configuration --function-name greet', shows: 'nodejs24.x' },
  {
    command:
      'lambda create-event-source-mapping --function-name greet --event-source-arn arn:aws:kinesis:us-east-1:000000000000:stream/plays --starting-position TRIM_HORIZON',
    shows: 'UUID',
  },
  { command: 'lambda list-event-source-mappings', shows: 'stream/plays' },

  { command: 'logs describe-log-groups', shows: '/aws/lambda/greet' },
  { command: 'logs filter-log-events --log-group-name /aws/lambda/greet', shows: 'REPORT RequestId' },
  { command: 'logs create-log-group --log-group-name mine', shows: '' },
  { command: 'logs put-retention-policy --log-group-name mine --retention-in-days 7', shows: '' },

  { command: 'ssm put-parameter --name /a/b --value c --type String', shows: 'Version' },
  { command: 'ssm get-parameter --name /a/b', shows: '"Value": "c"' },

  { command: 'kms create-key', shows: 'KeyId', keep: { name: 'key', from: /"KeyId": "([^"]+)"/u } },
  {
    command: `kms encrypt --key-id {key} --plaintext fileb://${join(folder, 'hello')} --encryption-context user=ada --query CiphertextBlob --output text | base64 -d > ${join(folder, 'cipher')}`,
    shows: '',
  },
  {
    command: `kms decrypt --ciphertext-blob fileb://${join(folder, 'cipher')} --encryption-context user=ada`,
    shows: 'aGVsbG8=',
  },
  { command: 'kms list-keys', shows: 'KeyArn' },

  { command: `events put-rule --name tick --schedule-expression 'rate(1 minute)'`, shows: 'RuleArn' },
  {
    command: 'events put-targets --rule tick --targets Id=1,Arn=arn:aws:lambda:us-east-1:000000000000:function:greet',
    shows: '"FailedEntryCount": 0',
  },
  { command: 'events list-rules', shows: 'tick' },

  { command: 'apigatewayv2 create-api --name songs --protocol-type HTTP', shows: 'ApiEndpoint' },
  { command: 'apigatewayv2 get-apis', shows: 'songs' },

  { command: 'cloudformation list-stacks', shows: 'StackSummaries' },
  { command: 'cloudformation describe-stacks', shows: 'Stacks' },
];

const kept = new Map<string, string>([
  [
    'trust',
    `'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}'`,
  ],
  ['policy', `'{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'`],
]);

async function main(aws: string, endpoint: string): Promise<void> {
  writeFileSync(join(folder, 'index.mjs'), functionCode);
  writeFileSync(join(folder, 'hello'), 'hello');
  writeFileSync(join(folder, 'payload'), '{"name":"Ada"}');
  await run(`cd '${folder}' && python3 -m zipfile -c code.zip index.mjs`);
  const failures: string[] = [];
  for (const { command, shows, keep } of steps) {
    const filled = command.replace(/\{(?<name>\w+)\}/gu, (whole, name: string) => kept.get(name) ?? whole);
    const { output, code } = await run(`${aws} --endpoint-url ${endpoint} --output json ${filled}`);
    const isShown = typeof shows === 'string' ? output.includes(shows) : shows(output);
    const part = keep?.from.exec(output)?.[1];
    if (keep && part) kept.set(keep.name, part);
    const isFine = code === 0 && isShown && (!keep || part !== undefined);
    if (!isFine) failures.push(`aws ${filled}\n${output.trim()}`);
    console.log(`${isFine ? 'ok    ' : 'FAILED'} aws ${command}`);
  }
  for (const failure of failures) console.log(`\n${failure}`);
  console.log(`\n${steps.length - failures.length} passed, ${failures.length} failed`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

async function run(command: string): Promise<{ output: string; code: number | null }> {
  const credentials = {
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const child = spawn('bash', ['-c', `${command} 2>&1`], {
    env: { ...process.env, ...credentials },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [output, code] = await Promise.all([
    text(child.stdout),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { output, code };
}

const [aws, endpoint] = process.argv.slice(2);
if (aws === undefined) {
  console.error('usage: node bin/run.mjs test/conformance/aws-cli.ts PATH_OF_AWS [ENDPOINT]');
  process.exit(1);
}
const cloud = endpoint === undefined ? await createCloud({ folder: join(folder, 'state'), port: 0 }) : undefined;
try {
  await main(aws, endpoint ?? cloud?.url ?? '');
} finally {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
}
