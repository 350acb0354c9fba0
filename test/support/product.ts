/** The whole product on a port of its own, as `npm start` puts it together, for tests that look at it from outside. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';

import { connectAccounts } from '../../bin/start/connect-accounts.ts';
import { deploy } from '../../bin/start/deploy.ts';
import { startLocalCloud, type LocalCloud } from '../../bin/start/local-cloud.ts';
import { openOperator, type Operator } from '../../bin/start/operator.ts';
import type { Providers } from '../../bin/start/providers.ts';
import { synthesize } from '../../bin/start/synthesize.ts';
import { RealClock } from '../../localstack/engine/clock.ts';
import { startSandbox } from '../../localstack/sandbox/start-sandbox.ts';

export interface Product {
  readonly folder: string;
  readonly providers: Providers;
  cloud: LocalCloud;
  operator: Operator;
  /** Starts the cloud again on the same folder, after it was stopped or killed. */
  restartCloud(): Promise<void>;
  stop(): Promise<void>;
}

const quiet = (): void => undefined;

/** Synthesized, deployed and connected; not crawled yet. */
export async function startProduct({ histories = [] as readonly string[], seed = 7 } = {}): Promise<Product> {
  await synthesize();
  const folder = mkdtempSync(join(tmpdir(), 'heavy-rotation-'));
  const sandbox = await startSandbox({ folder: join(folder, 'sandbox'), seed, histories, clock: new RealClock() });
  const providers: Providers = { sandbox, summary: '', stop: () => sandbox.stop() };
  const startCloud = () => startLocalCloud({ port: 0, folder });
  const open = async (cloud: LocalCloud) => openOperator(cloud.url, await deploy(cloud, providers, quiet));
  const cloud = await startCloud();
  const product: Product = {
    folder,
    providers,
    cloud,
    operator: await open(cloud),
    restartCloud: async () => {
      product.cloud = await startCloud();
      product.operator = await open(product.cloud);
    },
    stop: async () => {
      await product.cloud.stop();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await connectAccounts(product.operator, providers, quiet);
  return product;
}

/** Every row of a table, by the stack output that names it, as plain values. */
export async function scanTable(product: Product, tableOutput: string): Promise<Record<string, string>[]> {
  const client = new DynamoDBClient({
    endpoint: product.cloud.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const rows: Record<string, string>[] = [];
  for await (const { Items = [] } of paginateScan(
    { client },
    { TableName: product.operator.outputs.output(tableOutput) },
  )) {
    for (const item of Items) {
      rows.push(
        Object.fromEntries(Object.entries(item).map(([name, value]) => [name, String(value.S ?? value.N ?? '')])),
      );
    }
  }
  return rows;
}
