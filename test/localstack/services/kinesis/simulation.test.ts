import { expect, test } from '@jest/globals';
import fc from 'fast-check';

import type { StartPosition, StreamDoor } from '../../../../localstack/engine/doors.ts';
import { arnOf, kinesisWorld } from './kinesis-world.ts';

const StreamName = 'plays';
const streamArn = arnOf(StreamName);

type Step =
  | { readonly kind: 'put'; readonly keys: readonly number[] }
  | { readonly kind: 'scale'; readonly count: number }
  | { readonly kind: 'restart' }
  | { readonly kind: 'wait'; readonly minutes: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('put' as const), keys: fc.array(fc.nat(5), { minLength: 1 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('scale' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), minutes: fc.nat(90) }) },
);

/** Everything on the stream, parents before their children, page by page, as `key:number`. */
function readAll(streams: StreamDoor, recordsMax: number): string[] {
  return streams.shards(streamArn).flatMap(({ shardId, isClosed }) => {
    const texts: string[] = [];
    let from: StartPosition = { kind: 'TRIM_HORIZON' };
    for (;;) {
      const page = streams.read(streamArn, shardId, from, { recordsMax, bytesMax: 1_000_000 });
      texts.push(...page.records.map(({ data, partitionKey }) => `${partitionKey}:${data.toString()}`));
      from = page.next;
      if (page.records.length > 0) continue;
      expect(page.isEnded).toBe(isClosed);
      return texts;
    }
  });
}

test('whatever is put, scaled and restarted, each record is read once, and those of one key in their order', async () => {
  const runs = fc.asyncProperty(
    fc.array(step, { maxLength: 15 /* × 90 minutes are less than a day */ }),
    fc.integer({ min: 1, max: 9 }),
    async (steps, recordsMax) => {
      let world = kinesisWorld({ log: { segmentBytesMax: 200 } });
      await world.call('kinesis', 'CreateStream', { StreamName, ShardCount: 2 });
      const put: string[] = [];
      for (const each of steps) {
        if (each.kind === 'wait') await world.engine.clock.advance(each.minutes * 60_000);
        if (each.kind === 'restart') world = await world.restart();
        if (each.kind === 'scale') {
          // Doubling or halving is all that one call may do; what it refuses leaves the stream as it was.
          const input = { StreamName, TargetShardCount: each.count, ScalingType: 'UNIFORM_SCALING' };
          await world.call('kinesis', 'UpdateShardCount', input).catch(() => undefined);
        }
        if (each.kind !== 'put') continue;
        const texts = each.keys.map((key, index) => ({ key: `user ${key}`, text: String(put.length + index) }));
        const Records = texts.map(({ key, text }) => ({
          PartitionKey: key,
          Data: Buffer.from(text).toString('base64'),
        }));
        await world.call('kinesis', 'PutRecords', { StreamName, Records });
        put.push(...texts.map(({ key, text }) => `${key}:${text}`));
      }

      const byKey = (texts: readonly string[]) => Object.groupBy(texts, (text) => text.split(':')[0] ?? '');
      expect(byKey(readAll(world.service.streams, recordsMax))).toEqual(byKey(put));
    },
  );
  await fc.assert(runs, { numRuns: 60, seed: 11 });
});
