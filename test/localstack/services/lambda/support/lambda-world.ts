/** Lambda on a virtual clock, with real processes, behind an SDK client, and neighbours in memory. */
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { CreateFunctionCommandInput, InvokeCommandInput } from '@aws-sdk/client-lambda';
import { zipSync } from 'fflate';

import { lineLog } from '../../../../../localstack/engine/log.ts';
import type { CallService } from '../../../../../localstack/engine/service.ts';
import type { State } from '../../../../../localstack/engine/state.ts';
import { createDynamodb } from '../../../../../localstack/services/dynamodb/index.ts';
import { createLambda } from '../../../../../localstack/services/lambda/index.ts';
import type { LambdaOptions, LambdaService } from '../../../../../localstack/services/lambda/index.ts';
import { inProcess, testEngine } from '../../../../support/in-process.ts';
import { MemoryLog } from './memory-log.ts';
import { MemoryQueues } from './memory-queue.ts';
import { MemoryStream } from './memory-stream.ts';

export interface Answered {
  readonly statusCode: number | undefined;
  readonly functionError: string | undefined;
  // A function's answer is whatever the test's code returns.
  readonly payload: Record<string, unknown>;
  readonly tail: string;
}

/** Source files as a deployment package. */
export function zip(files: Readonly<Record<string, string>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])));
}

export const role = 'arn:aws:iam::000000000000:role/of-the-function';

export class LambdaWorld {
  readonly engine: ReturnType<typeof testEngine>;
  readonly clock: ReturnType<typeof testEngine>['clock'];
  readonly stream: MemoryStream;
  readonly queues: MemoryQueues;
  readonly logs = new MemoryLog();
  /** The cloud's own log, a line each. */
  readonly events: string[] = [];
  readonly service: LambdaService;
  readonly client: LambdaClient;
  /** Operations of Lambda and of a DynamoDB beside it. */
  readonly call: CallService;

  constructor(options: LambdaOptions & { readonly state?: State } = {}) {
    const engine = testEngine(options.state);
    this.engine = { ...engine, log: lineLog((line) => void this.events.push(line), engine.clock.nowMs) };
    this.clock = engine.clock;
    this.stream = new MemoryStream(this.clock.nowMs);
    this.queues = new MemoryQueues(this.clock.nowMs);
    const codeSource = async (bucket: string, key: string): Promise<Buffer | undefined> =>
      bucket === 'assets' ? Buffer.from(zip({ 'index.mjs': `export const handler = () => '${key}'` })) : undefined;
    const dynamodb = createDynamodb(this.engine);
    const { streams: tableStreams } = dynamodb;
    const doors = { streams: this.stream, tableStreams, queues: this.queues, logs: this.logs, codeSource };
    this.service = createLambda(this.engine, doors, options);
    const { clientOptions, call } = inProcess([this.service, dynamodb]);
    this.call = call;
    this.client = new LambdaClient(clientOptions);
    void this.service.start?.();
  }

  /** Creates a function of this module text, `index.mjs`, whose export `handler` is called. */
  async create(source: string, input: Partial<CreateFunctionCommandInput> = {}): Promise<void> {
    await this.client.send(
      new CreateFunctionCommand({
        FunctionName: 'work',
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: role,
        Code: { ZipFile: zip({ 'index.mjs': source }) },
        ...input,
      }),
    );
  }

  async invoke(event: unknown = {}, input: Partial<InvokeCommandInput> = {}): Promise<Answered> {
    const answer = await this.client.send(
      new InvokeCommand({
        FunctionName: 'work',
        Payload: Buffer.from(JSON.stringify(event)),
        LogType: 'Tail',
        ...input,
      }),
    );
    const text = Buffer.from(answer.Payload ?? []).toString('utf8');
    return {
      statusCode: answer.StatusCode,
      functionError: answer.FunctionError,
      payload: (text ? JSON.parse(text) : undefined) as Record<string, unknown>,
      tail: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
    };
  }

  async stop(): Promise<void> {
    await this.service.stop?.();
  }

  /** Stops, and forgets everything. */
  async close(): Promise<void> {
    await this.stop();
    this.engine.state.close();
  }
}
