/** Two ways to speak to a service: as everybody does, and as cheaply as can be. */
import { Agent, request } from 'node:http';

import {
  BatchWriteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordsCommand,
  type KinesisClientConfig,
} from '@aws-sdk/client-kinesis';

import type { Bytes, Input, Output, Step } from './workloads.ts';

/** `sdk`: the AWS SDK as it comes. `sdk-http1`: the same over HTTP/1.1. `plain`: JSON over a kept-alive connection. */
export type SenderKind = 'sdk' | 'sdk-http1' | 'plain';

export interface Sender {
  readonly bytes: Bytes;
  send(step: Step): Promise<Output>;
}

export const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
const region = 'us-east-1';

export function openSender(kind: SenderKind, service: 'kinesis' | 'dynamodb', url: string): Sender {
  if (kind === 'plain') return plainSender(service, url);
  return service === 'kinesis' ? kinesisSender(url, kind === 'sdk-http1') : dynamodbSender(url);
}

function kinesisSender(endpoint: string, isHttp1: boolean): Sender {
  const settings: KinesisClientConfig = { endpoint, region, credentials, maxAttempts: 1 };
  // kinesalite knows no HTTP/2, which is what this client speaks; DynamoDB's client brings a handler for HTTP/1.1 along.
  if (isHttp1) settings.requestHandler = new DynamoDBClient({ endpoint, region, credentials }).config.requestHandler;
  const client = new KinesisClient(settings);
  const commands: Record<string, (input: never) => never> = {
    PutRecords: (input) => new PutRecordsCommand(input) as never,
    GetRecords: (input) => new GetRecordsCommand(input) as never,
    GetShardIterator: (input) => new GetShardIteratorCommand(input) as never,
  };
  return sdkSender((command) => client.send(command), commands);
}

function dynamodbSender(endpoint: string): Sender {
  const client = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
  const commands: Record<string, (input: never) => never> = {
    BatchWriteItem: (input) => new BatchWriteItemCommand(input) as never,
    UpdateItem: (input) => new UpdateItemCommand(input) as never,
    GetItem: (input) => new GetItemCommand(input) as never,
    Query: (input) => new QueryCommand(input) as never,
  };
  return sdkSender((command) => client.send(command), commands);
}

function sdkSender(
  send: (command: never) => Promise<object>,
  commands: Readonly<Record<string, (input: never) => never>>,
): Sender {
  return {
    bytes: (bytes) => bytes,
    send: async ({ operation, input }) => {
      const command = commands[operation];
      if (!command) throw new Error(`there is no command for ${operation}`);
      return (await send(command(input as never))) as Output;
    },
  };
}

const targets = {
  kinesis: { prefix: 'Kinesis_20131202', type: 'application/x-amz-json-1.1' },
  dynamodb: { prefix: 'DynamoDB_20120810', type: 'application/x-amz-json-1.0' },
  sqs: { prefix: 'AmazonSQS', type: 'application/x-amz-json-1.0' },
};

/** Bodies of inputs that are sent again and again. */
const bodies = new WeakMap<Input, Buffer>();

/** Signed by nobody: no emulator looks at more than the shape of a signature. */
export function plainSender(service: 'kinesis' | 'dynamodb' | 'sqs', url: string): Sender {
  const { prefix, type } = targets[service];
  const scope = `bench/20261120/${region}/${service}/aws4_request`;
  const headers = {
    'content-type': type,
    'x-amz-date': '20261120T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`,
  };
  const post = openPost(url);
  return {
    bytes: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    send: async ({ operation, input }) => {
      const body = bodies.get(input) ?? Buffer.from(JSON.stringify(input));
      if (operation === 'PutRecords') bodies.set(input, body);
      const { statusCode, text } = await post({ ...headers, 'x-amz-target': `${prefix}.${operation}` }, body);
      if (statusCode !== 200) throw new Error(`${operation} answered ${statusCode}: ${text.slice(0, 500)}`);
      return JSON.parse(text || '{}') as Output;
    },
  };
}

type Post = (headers: Record<string, string>, body: Buffer) => Promise<{ statusCode: number; text: string }>;

function openPost(url: string): Post {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true });
  return (headers, body) =>
    new Promise((resolve, reject) => {
      const options = { agent, hostname, port, method: 'POST', path: '/' };
      const outgoing = request({ ...options, headers: { ...headers, 'content-length': body.length } }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({ statusCode: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
        );
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
}
