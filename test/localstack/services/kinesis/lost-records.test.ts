/** What the service makes of a log that lost records: nobody misses what comes after, and the operator is told. */
import { readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from '@jest/globals';

import type { StartPosition } from '../../../../localstack/engine/doors.ts';
import { openState } from '../../../../localstack/engine/state.ts';
import { createKinesis, type KinesisService } from '../../../../localstack/services/kinesis/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';
import { arnOf, temporaryFolder } from './kinesis-world.ts';

const StreamName = 'plays';
const streamArn = arnOf(StreamName);
const shardId = 'shardId-000000000000';
const limits = { recordsMax: 100, bytesMax: 100_000 };

interface Running {
  readonly service: KinesisService;
  readonly told: [string, string, Readonly<Record<string, unknown>>][];
  readonly call: (operation: string, input: object) => Promise<unknown>;
  put(texts: readonly string[]): Promise<void>;
  read(from: StartPosition): { texts: string[]; last: string };
  close(): void;
}

/** Kinesis on that state folder, so many milliseconds after the beginning. */
async function run(folder: string, elapsedMs = 0): Promise<Running> {
  const state = openState(folder);
  const told: Running['told'] = [];
  const engine = { ...testEngine(state), log: (...line: unknown[]) => void told.push(line as Running['told'][number]) };
  await engine.clock.advance(elapsedMs);
  const service = createKinesis(engine);
  const wire = inProcess([service]);
  const call = (operation: string, input: object) => wire.call('kinesis', operation, { ...input });
  return {
    service,
    told,
    call,
    put: async (texts) => {
      const Records = texts.map((text) => ({ PartitionKey: 'k', Data: Buffer.from(text).toString('base64') }));
      await call('PutRecords', { StreamName, Records });
    },
    read: (from) => {
      const { records } = service.streams.read(streamArn, shardId, from, limits);
      return { texts: records.map(({ data }) => data.toString()), last: records.at(-1)?.sequenceNumber ?? '' };
    },
    close: () => {
      void service.stop?.();
      state.close();
    },
  };
}

/** Writes five records and reads them; gives the checkpoint after the last, and the shard's folder. */
async function consumed(folder: string): Promise<{ checkpoint: StartPosition; shardFolder: string }> {
  const before = await run(folder);
  await before.call('CreateStream', { StreamName, ShardCount: 1 });
  await before.put(['1', '2', '3', '4', '5']);
  const { last } = before.read({ kind: 'TRIM_HORIZON' });
  before.close();
  const root = join(folder, 'kinesis');
  const shardFolder = join(root, readdirSync(root)[0] ?? '', shardId);
  return { checkpoint: { kind: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: last }, shardFolder };
}

const segmentIn = (shardFolder: string): string => join(shardFolder, '0000000000000001.segment');

test.each([
  ['its segment is cut short', (folder: string) => truncateSync(segmentIn(folder), 100)],
  ['its segment is deleted', (folder: string) => rmSync(segmentIn(folder))],
  [
    'its segment and its mark are deleted',
    (folder: string) => readdirSync(folder).forEach((name) => rmSync(join(folder, name))),
  ],
  ['its folder is deleted', (folder: string) => rmSync(folder, { recursive: true })],
])('a consumer that is ahead of its shard gets every record put after %s', async (_, lose) => {
  const folder = temporaryFolder();
  const { checkpoint, shardFolder } = await consumed(folder);
  lose(shardFolder);

  const after = await run(folder, 60_000);
  const atOnce = after.read(checkpoint);
  await after.put(['new 1', 'new 2']);

  expect(atOnce.texts).toEqual([]);
  expect(after.read(checkpoint).texts).toEqual(['new 1', 'new 2']);
  after.close();
});

test('records that are lost are told with their shard, ordinals and bytes', async () => {
  const folder = temporaryFolder();
  const { shardFolder } = await consumed(folder);
  truncateSync(segmentIn(shardFolder), 24 + 27 * 3);

  const after = await run(folder);
  after.read({ kind: 'TRIM_HORIZON' });

  expect(after.told).toEqual([
    [
      'error',
      'kinesis-log-lost',
      {
        stream: StreamName,
        shard: shardId,
        what: 'records are missing',
        firstOrdinal: 4,
        lastOrdinal: 5,
        bytes: 54,
        path: segmentIn(shardFolder),
      },
    ],
  ]);
  after.close();
});

test('a closed shard that ends in a gap has an end all the same', async () => {
  const folder = temporaryFolder();
  const { checkpoint, shardFolder } = await consumed(folder);
  const before = await run(folder);
  await before.call('SplitShard', { StreamName, ShardToSplit: shardId, NewStartingHashKey: '9' });
  before.close();
  truncateSync(segmentIn(shardFolder), 24 + 27 * 2);

  const after = await run(folder);

  for (const from of [checkpoint, { kind: 'TRIM_HORIZON' } as const]) {
    expect(after.service.streams.read(streamArn, shardId, from, limits).isEnded).toBe(true);
  }
  after.close();
});
