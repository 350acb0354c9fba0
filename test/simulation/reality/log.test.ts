/**
 * The log of the simulation against the local cloud: the same random operations, the same answers. What is proven on the
 * former holds for the deployed code only as far as this does.
 */
import { createHash } from 'node:crypto';

import { CreateStreamCommand, MergeShardsCommand, PutRecordsCommand, SplitShardCommand } from '@aws-sdk/client-kinesis';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { kinesisWorld } from '../../localstack/services/kinesis/kinesis-world.ts';
import { StreamStore } from '../stores/stream-store.ts';

// Every answer passes the wire and the disk.
jest.setTimeout(60_000);

/** The first 16 bits of the hash that AWS places a partition key by. */
const hashKeyOf = (partitionKey: string): number => createHash('md5').update(partitionKey).digest().readUInt16BE(0);

const scale = 2n ** 112n;
type Step =
  | { readonly type: 'put'; readonly key: string }
  | { readonly type: 'split'; readonly shard: number; readonly at: number }
  | { readonly type: 'merge'; readonly shard: number };
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ type: fc.constant('put' as const), key: fc.string({ minLength: 1, maxLength: 2 }) }),
  },
  fc.record({ type: fc.constant('split' as const), shard: fc.nat(3), at: fc.integer({ min: 1, max: 0xffff }) }),
  fc.record({ type: fc.constant('merge' as const), shard: fc.nat(3) }),
);

async function playStep(step: Step, index: number, store: StreamStore, client: KinesisClient, name: string) {
  if (step.type === 'put') {
    const data = Buffer.from(`record ${index}`);
    const record = { sequenceNumber: String(index), partitionKey: step.key, data, arrivedAtMs: 0 };
    store.shardFor(step.key).records.push(record);
    const Records = [{ PartitionKey: step.key, Data: data }];
    await client.send(new PutRecordsCommand({ StreamName: name, Records }));
    return;
  }
  const open = store.openShards.sort((left, right) => left.range[0] - right.range[0]);
  const [shard, next] = [open[step.shard], open[step.shard + 1]];
  if (!shard) return;
  if (step.type === 'split' && step.at > shard.range[0] && step.at <= shard.range[1]) {
    store.split(shard, step.at);
    const at = (BigInt(step.at) * scale).toString();
    await client.send(new SplitShardCommand({ StreamName: name, ShardToSplit: shard.id, NewStartingHashKey: at }));
  }
  if (step.type === 'merge' && next) {
    store.merge(shard, next);
    const names = { StreamName: name, ShardToMerge: shard.id, AdjacentShardToMerge: next.id };
    await client.send(new MergeShardsCommand(names));
  }
}

test('records go to the same shards, in the same order, through splits and merges', async () => {
  const world = kinesisWorld();
  let cases = 0;
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 2 }),
    fc.array(steps, { maxLength: 14 }),
    async (count, plan) => {
      const name = `listens-${(cases += 1)}`;
      const store = new StreamStore(count, hashKeyOf);
      await world.client.send(new CreateStreamCommand({ StreamName: name, ShardCount: count }));
      for (const [index, step] of plan.entries()) await playStep(step, index, store, world.client, name);

      const shards = await world.shards(name);
      const right = await Promise.all(
        shards.map(async (shard) => ({
          id: shard.ShardId,
          parents: [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined),
          from: BigInt(shard.HashKeyRange?.StartingHashKey ?? '') / scale,
          to: BigInt(shard.HashKeyRange?.EndingHashKey ?? '') / scale,
          isClosed: shard.SequenceNumberRange?.EndingSequenceNumber !== undefined,
          texts: await world.texts(name, shard.ShardId),
        })),
      );
      const simulated = store.shards.map(({ id, parentIds, range, isClosed, records }) => ({
        id,
        parents: [...parentIds],
        from: BigInt(range[0]),
        to: BigInt(range[1]),
        isClosed,
        texts: records.map(({ data }) => Buffer.from(data).toString()),
      }));
      expect(simulated).toEqual(right);
    },
  );
  await fc.assert(property, { numRuns: 25 });
});
