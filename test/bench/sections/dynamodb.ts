/** DynamoDB over the wire, beside node:sqlite doing the same to its own file within one process. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Bench } from '../bench.ts';
import type { Job } from '../load/client.ts';
import { notesOf, runClients } from '../load/run-clients.ts';
import { plainSender, type SenderKind } from '../load/senders.ts';
import { benchName, type WorkloadName } from '../load/workloads.ts';
import { takeProfiles } from '../profile/profiles.ts';
import { startCloud, type Cloud } from '../servers.ts';
import { fillReadTable, openSqlite } from './dynamodb-in-process.ts';

interface Trial {
  readonly title: string;
  readonly workload: WorkloadName;
  readonly unit: string;
  readonly lanes: number;
}

const trials: readonly Trial[] = [
  { title: 'BatchWriteItem, 25 × 300 B', workload: 'batch-write', unit: 'items/s', lanes: 16 },
  { title: 'UpdateItem, ADD of 6 × 24 B to a set', workload: 'update-add', unit: 'updates/s', lanes: 32 },
  { title: 'GetItem, a set of 14', workload: 'get-item', unit: 'reads/s', lanes: 32 },
  { title: 'Query, 7 sets of 14', workload: 'query', unit: 'queries/s', lanes: 32 },
];

const runs: readonly { readonly sender: SenderKind; readonly clients: number; readonly name: string }[] = [
  { sender: 'sdk', clients: 1, name: '1 SDK client' },
  { sender: 'sdk', clients: 2, name: '2 SDK clients' },
  { sender: 'plain', clients: 1, name: '1 plain client' },
];

export async function benchDynamodb(bench: Bench): Promise<void> {
  const { report, options } = bench;
  report.section('dynamodb', 'on disk, CPU per item; beside node:sqlite in process, one transaction per request');
  const sqlite = openSqlite(bench.folder);
  const cloud = await startCloud(bench, 'dynamodb');
  await createTables(cloud);
  for (const { title, workload, unit, lanes } of trials) {
    report.tell(`node:sqlite: ${title}`);
    const beside = { name: 'node:sqlite, in process', value: sqlite.rate(workload, options.measureMs) };
    for (const { sender, clients, name } of runs) {
      report.tell(`our cloud: ${title}, ${name}`);
      const job: Omit<Job, 'client'> = { url: cloud.url, service: 'dynamodb', sender, workload, lanes };
      const result = await runClients({ job, clients, measureMs: options.measureMs, serverPid: cloud.pid });
      await takeProfiles(options.profileFolder, [cloud.pid], `${title}, ${name}`);
      const ours = { name: 'our cloud', value: result.itemsPerSecond, notes: notesOf(result) };
      report.add({ section: 'dynamodb', measure: `${title}, ${name}`, unit, better: 'more', ours, beside });
    }
  }
  sqlite.close();
  await bench.release(cloud);
}

async function createTables({ url }: Cloud): Promise<void> {
  const { send, bytes } = plainSender('dynamodb', url);
  const days = ['user_id', 'day'] as const;
  const tables = { rows: ['pk', 'sk'] as const, days, read: days };
  for (const [name, [partition, sort]] of Object.entries(tables)) {
    const TableName = `${benchName}-${name}`;
    const input = {
      TableName,
      AttributeDefinitions: [partition, sort].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: partition, KeyType: 'HASH' },
        { AttributeName: sort, KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    };
    await send({ operation: 'CreateTable', input });
    for (;;) {
      const { Table } = await send({ operation: 'DescribeTable', input: { TableName } });
      if ((Table as { readonly TableStatus: string }).TableStatus === 'ACTIVE') break;
      await wait(20);
    }
  }
  await fillReadTable(send, bytes);
}
