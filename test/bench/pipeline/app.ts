/** The deployed app on a fresh local cloud, its consumers at rest. */
import { join } from 'node:path';

import {
  LambdaClient,
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';

import { deploy, type Outputs } from '../../../bin/start/deploy.ts';
import { synthesize } from '../../../bin/start/synthesize.ts';
import { RealClock } from '../../../localstack/engine/clock.ts';
import { startSandbox } from '../../../localstack/sandbox/start-sandbox.ts';
import type { Bench } from '../bench.ts';
import { credentials, plainSender } from '../load/senders.ts';
import { profiled } from '../profile/profiles.ts';
import { startCloud, type Cloud } from '../servers.ts';
import { setMappings } from './drain.ts';
import { userCount, userIdOf } from './listens.ts';

export interface App {
  readonly cloud: Cloud;
  readonly lambda: LambdaClient;
  readonly outputs: Outputs;
  /** The mappings of the raw event processor and of the aggregator. */
  readonly mappingIds: readonly string[];
}

const rowsPerCall = 25;
const functionOutputs = ['RawEventProcessorFunction', 'AggregatorFunction', 'TopkApiFunction'];

export async function startApp(bench: Bench, name: string): Promise<App> {
  const { report, options } = bench;
  report.tell('synthesizing the app and deploying it to a fresh local cloud');
  await synthesize();
  const cloud = await startCloud(bench, name);
  // Nobody is crawled here; the sandbox only gives the template's parameters their addresses.
  const sandbox = await startSandbox({
    folder: join(bench.folder, `${name}-sandbox`),
    seed: 1,
    histories: [],
    clock: new RealClock(),
    port: 0,
  });
  const providers = { sandbox, summary: sandbox.url, stop: () => sandbox.stop() };
  let outputs: Outputs;
  try {
    outputs = await deploy(cloud, providers, () => undefined);
  } finally {
    await sandbox.stop();
  }
  const lambda = new LambdaClient({ endpoint: cloud.url, region: 'us-east-1', credentials });
  if (options.profileFolder) await profileFunctions(lambda, outputs, options.profileFolder);
  const mappingIds = ['RawEventProcessorMappingId', 'AggregatorMappingId'].map((key) => outputs.output(key));
  await setMappings(lambda, mappingIds, false);
  await connectUsers(cloud.url, outputs.output('UsersTable'));
  return { cloud, lambda, outputs, mappingIds };
}

/** The users exist, as if each had connected an account. */
async function connectUsers(url: string, tableName: string): Promise<void> {
  const { send } = plainSender('dynamodb', url);
  for (let first = 0; first < userCount; first += rowsPerCall) {
    const requests = Array.from({ length: Math.min(rowsPerCall, userCount - first) }, (_, offset) => ({
      PutRequest: {
        Item: {
          user_id: { S: userIdOf(first + offset) },
          zone: { S: 'UTC' },
          created_at: { S: '2026-11-01T00:00:00.000Z' },
        },
      },
    }));
    await send({ operation: 'BatchWriteItem', input: { RequestItems: { [tableName]: requests } } });
  }
}

async function profileFunctions(lambda: LambdaClient, outputs: Outputs, folder: string): Promise<void> {
  for (const key of functionOutputs) {
    const FunctionName = outputs.output(key);
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const Variables = { ...Environment?.Variables, ...profiled(folder, FunctionName) };
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  }
}
