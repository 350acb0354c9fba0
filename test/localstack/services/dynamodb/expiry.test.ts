import { expect, test } from '@jest/globals';

import type { VirtualClock } from '../../../../localstack/engine/clock.ts';
import { testStartMs } from '../../../support/in-process.ts';
import { key, play, playsTable, songIndex, type World, world } from './world.ts';

const TableName = 'plays';
const nowSeconds = testStartMs / 1000;
const expires = (seconds: number | string) => ({ expires: { N: String(seconds) }, song: { S: 'one' } });
const timeToLive = { TableName, TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } };

async function startedWorld(): Promise<World> {
  const made = world();
  await made.send('CreateTable', playsTable(songIndex()));
  await made.service.start?.();
  return made;
}

async function playedOf({ send }: World): Promise<string[]> {
  const { Items } = await send('Scan', { TableName });
  return (Items ?? []).map((item) => (item['played'] as { N: string }).N).sort();
}

const sweep = (clock: VirtualClock): Promise<void> => clock.advance(60_000);

test('an expired item, in an index or not, can be read until the next sweep, then it is gone', async () => {
  const made = await startedWorld();
  await made.send('UpdateTimeToLive', timeToLive);
  await made.send('PutItem', { TableName, Item: play('ann', 1, expires(nowSeconds + 30)) });
  await made.send('PutItem', { TableName, Item: play('ann', 2, { expires: { N: String(nowSeconds + 61) } }) });

  await made.clock.advance(59_999);
  expect((await made.send('GetItem', { TableName, Key: key('ann', 1) })).Item).toBeDefined();
  await made.clock.advance(1);
  expect(await playedOf(made)).toEqual(['2']);
  expect((await made.send('Scan', { TableName, IndexName: 'bySong' })).Count).toBe(0);
  await sweep(made.clock);
  expect(await playedOf(made)).toEqual([]);
});

test('only a number in the attribute, and one of the last five years, makes an item expire', async () => {
  const made = await startedWorld();
  await made.send('UpdateTimeToLive', timeToLive);
  const fiveYears = 5 * 365 * 24 * 60 * 60;
  const items = [
    play('ann', 1, { expires: { S: String(nowSeconds) } }),
    play('ann', 2),
    play('ann', 3, expires(nowSeconds - fiveYears - 1)),
    play('ann', 4, expires(`${nowSeconds + 60}.9`)),
    play('ann', 5, expires(nowSeconds * 1000)),
  ];
  for (const Item of items) await made.send('PutItem', { TableName, Item });

  await sweep(made.clock);
  expect(await playedOf(made)).toEqual(['1', '2', '3', '5']);
});

test('an item whose expiry is put off stays', async () => {
  const made = await startedWorld();
  await made.send('UpdateTimeToLive', timeToLive);
  await made.send('PutItem', { TableName, Item: play('ann', 1, expires(nowSeconds)) });
  await made.send('UpdateItem', {
    TableName,
    Key: key('ann', 1),
    UpdateExpression: 'SET expires = expires + :hour',
    ExpressionAttributeValues: { ':hour': { N: '3600' } },
  });
  await sweep(made.clock);
  expect(await playedOf(made)).toEqual(['1']);
});

test('turning expiry on counts for the items that are there, turning it off for all', async () => {
  const made = await startedWorld();
  await made.send('PutItem', { TableName, Item: play('ann', 1, expires(nowSeconds)) });
  await sweep(made.clock);
  expect(await playedOf(made)).toEqual(['1']);

  await made.send('UpdateTimeToLive', timeToLive);
  await sweep(made.clock);
  expect(await playedOf(made)).toEqual([]);

  await made.send('PutItem', { TableName, Item: play('ann', 1, expires(nowSeconds)) });
  await made.send('UpdateTimeToLive', {
    TableName,
    TimeToLiveSpecification: { AttributeName: 'expires', Enabled: false },
  });
  await sweep(made.clock);
  expect(await playedOf(made)).toEqual(['1']);
});

test('a sweep deletes more than one slice', async () => {
  const made = await startedWorld();
  await made.send('UpdateTimeToLive', timeToLive);
  for (let at = 0; at < 1100; at += 25) {
    const requests = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: play('ann', at + index, expires(nowSeconds)) },
    }));
    await made.send('BatchWriteItem', { RequestItems: { plays: requests } });
  }
  await sweep(made.clock);
  expect(await playedOf(made)).toEqual([]);
});

test('nothing is deleted after the cloud has stopped', async () => {
  const made = await startedWorld();
  await made.send('UpdateTimeToLive', timeToLive);
  await made.send('PutItem', { TableName, Item: play('ann', 1, expires(nowSeconds)) });
  await made.service.stop?.();
  await sweep(made.clock);
  expect(await playedOf(made)).toEqual(['1']);
});
