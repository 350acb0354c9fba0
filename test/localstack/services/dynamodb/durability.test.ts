import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterAll, expect, test } from '@jest/globals';

import { key, play, playsTable, songIndex, type World, world } from './world.ts';

const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-cloud-dynamodb-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Stops a cloud as its owner does, so that the next one may open the folder. */
async function close({ service, state }: World): Promise<void> {
  await service.stop?.();
  state.close();
}

test('tables, items, indexes, expiry, tags and tokens are there after a restart', async () => {
  const folder = newFolder();
  const TableName = 'plays';
  const ResourceArn = 'arn:aws:dynamodb:us-east-1:000000000000:table/plays';
  const transaction = { TransactItems: [{ Put: { TableName, Item: play('bob', 2) } }], ClientRequestToken: 'once' };
  const first = world({ folder });
  await first.send('CreateTable', playsTable({ ...songIndex(), Tags: [{ Key: 'a', Value: '1' }] }));
  await first.send('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  });
  await first.send('PutItem', { TableName, Item: play('ann', 1, { song: { S: 'one' } }) });
  await first.send('TransactWriteItems', transaction);
  const described = await first.send('DescribeTable', { TableName });
  await close(first);

  const second = world({ folder });
  expect(await second.send('DescribeTable', { TableName })).toEqual(described);
  expect((await second.send('GetItem', { TableName, Key: key('ann', 1) })).Item).toBeDefined();
  expect((await second.send('Scan', { TableName, IndexName: 'bySong' })).Count).toBe(1);
  expect(await second.send('ListTagsOfResource', { ResourceArn })).toEqual({ Tags: [{ Key: 'a', Value: '1' }] });
  expect(await second.send('DescribeTimeToLive', { TableName })).toMatchObject({
    TimeToLiveDescription: { AttributeName: 'expires' },
  });
  expect(await second.send('TransactWriteItems', { ...transaction, ReturnConsumedCapacity: 'TOTAL' })).toMatchObject({
    ConsumedCapacity: [{ ReadCapacityUnits: 2 }],
  });
});

test('kill -9 loses no item that was acknowledged', async () => {
  const folder = newFolder();
  const program = fileURLToPath(new URL('./put-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.push(line);
    if (acknowledged.length === 300) child.kill('SIGKILL');
  }
  if (child.signalCode === null) await once(child, 'exit');

  const { send } = world({ folder });
  const { Items } = await send('Scan', { TableName: 'kept' });
  const kept = new Set(Items?.map((item) => (item['id'] as { N: string }).N));
  expect(child.signalCode).toBe('SIGKILL');
  expect(acknowledged.length).toBeGreaterThanOrEqual(300);
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
});
