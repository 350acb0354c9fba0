/** An S3 of its own on a virtual clock, with an SDK client that talks to it in process, and a way to send bare requests. */
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  type PutObjectCommandInput,
} from '@aws-sdk/client-s3';

import { seededRandom } from '../../../../localstack/engine/random.ts';
import type { HttpRequest } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createS3 } from '../../../../localstack/services/s3/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export const bucket = 'crate';

export function s3World() {
  const state = temporaryState();
  const engine = testEngine(state);
  const service = createS3(engine);
  const { clientOptions, call } = inProcess([service]);
  const client = new S3Client(clientOptions);
  return {
    engine,
    state,
    clock: engine.clock,
    service,
    call,
    client,
    door: service.door,
    close: () => state.close(),
    /** Forgets everything but the state folder. */
    restart: () => {
      const again = createS3({ ...engine, random: seededRandom(3) });
      return { service: again, client: new S3Client(inProcess([again]).clientOptions) };
    },
    makeBucket: async (name = bucket) => {
      await client.send(new CreateBucketCommand({ Bucket: name }));
      return name;
    },
    setVersioning: (status: 'Enabled' | 'Suspended') =>
      client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: status } })),
    put: (key: string, body: string | Uint8Array = key, others: Partial<PutObjectCommandInput> = {}) =>
      client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ...others })),
    read: (key: string, versionId?: string) => readText(client, key, versionId),
    keys: async () => {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key }) => Key);
    },
    /** One HTTP request as it is on the wire. */
    request: (method: string, target: string, options: { headers?: Record<string, string>; body?: string } = {}) =>
      send(service, method, target, options),
  };
}

export type S3World = ReturnType<typeof s3World>;

export async function readText(client: S3Client, key: string, versionId?: string): Promise<string> {
  const version = versionId === undefined ? {} : { VersionId: versionId };
  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, ...version }));
  return (await Body?.transformToString()) ?? '';
}

async function send(
  service: ReturnType<typeof createS3>,
  method: string,
  target: string,
  { headers = {}, body = '' }: { headers?: Record<string, string>; body?: string },
) {
  const [path = '/', query = ''] = target.split('?');
  const request: HttpRequest = {
    method,
    path,
    query: new URLSearchParams(query),
    headers: { host: '127.0.0.1:4566', ...headers },
    body: Buffer.from(body, 'latin1'),
    sourceIp: '127.0.0.1',
    isSecure: false,
  };
  if (service.protocol.kind !== 'http') throw new Error('S3 speaks HTTP');
  const call = { requestId: 'request-1', accountId: '000000000000', region: 'us-east-1' };
  const answer = await service.protocol.handle(request, call);
  const isWhole = typeof answer.body === 'string' || answer.body instanceof Uint8Array;
  return { ...answer, text: isWhole ? Buffer.from(answer.body as string).toString('utf8') : '' };
}
