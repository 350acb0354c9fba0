import { describe, expect, test } from '@jest/globals';

import { consumeLog } from '../../../functions/listens/consume-log.ts';
import type { StoreListens } from '../../../functions/listens/consume-log.ts';
import { memoryLog, memoryPoisonQueue } from '../../support/consumer-world.ts';
import { planned } from '../../support/faults.ts';
import type { Fault } from '../../support/faults.ts';
import { base64, listen, logRecord, sequenceNumber, shardOf, testNowMs } from '../../support/listen-builders.ts';

function consumer(store: StoreListens, faults: readonly Fault[] = []) {
  const poison = memoryPoisonQueue(planned(faults));
  const { log, lines } = memoryLog();
  const consume = consumeLog('tester', { nowMs: () => testNowMs, poison: poison.queue, log }, store);
  return { consume, poison: poison.records, lines };
}
const storeAll: StoreListens = async () => ({ unacknowledged: [], refused: [] });
const poisonRecords = [logRecord(0, base64('{')), logRecord(1, base64('[]')), logRecord(2, base64('null'))];

test('a poison record is set aside with its payload, place, consumer and reason, and acknowledged', async () => {
  const { consume, poison, lines } = consumer(storeAll);

  const reply = await consume({ Records: [...shardOf([listen()]), logRecord(7, base64('{'), 'noor')] });

  expect(reply).toEqual({ batchItemFailures: [] });
  expect(poison).toEqual([
    {
      reason: 'not-json',
      detail: expect.any(String),
      consumer: 'tester',
      shardId: 'shardId-000000000006',
      sequenceNumber: sequenceNumber(7),
      partitionKey: 'noor',
      dataBase64: base64('{'),
    },
  ]);
  expect(lines).toEqual([
    {
      level: 'warn',
      event: 'listen-poisoned',
      fields: {
        consumer: 'tester',
        shardId: 'shardId-000000000006',
        sequenceNumber: sequenceNumber(7),
        reason: 'not-json',
      },
    },
  ]);
});

test('poison between listens holds none of them up', async () => {
  const stored: string[] = [];
  const { consume } = consumer(async (listens) => {
    stored.push(...listens.map((each) => each.sequenceNumber));
    return { unacknowledged: [], refused: [] };
  });
  const [first, second] = shardOf([listen({ title: 'A' }), listen({ title: 'B' })]);

  await consume({ Records: [first!, logRecord(9, '%%%'), { ...second!, kinesis: { ...second!.kinesis } }] });

  expect(stored).toEqual([sequenceNumber(0), sequenceNumber(1)]);
});

describe('the lowest unfinished record is reported', () => {
  test('when the store does not acknowledge some, in whatever order it says so', async () => {
    const { consume } = consumer(async () => ({
      unacknowledged: [sequenceNumber(12), sequenceNumber(3), sequenceNumber(40)],
      refused: [],
    }));
    expect(await consume({ Records: shardOf([listen()]) })).toEqual({
      batchItemFailures: [{ itemIdentifier: sequenceNumber(3) }],
    });
  });

  test('when the poison queue takes only some', async () => {
    const { consume, poison } = consumer(storeAll, ['partial']);
    expect(await consume({ Records: poisonRecords })).toEqual({
      batchItemFailures: [{ itemIdentifier: sequenceNumber(1) }],
    });
    expect(poison).toHaveLength(1);
  });

  test('when the poison queue cannot be reached', async () => {
    const { consume, lines } = consumer(storeAll, ['before']);
    expect(await consume({ Records: poisonRecords })).toEqual({
      batchItemFailures: [{ itemIdentifier: sequenceNumber(0) }],
    });
    expect(lines.at(-1)).toMatchObject({ level: 'warn', event: 'poison-not-sent', fields: { records: 3 } });
  });
});

test('what the store refuses for good is set aside with the bytes it came with', async () => {
  const refusal = { reason: 'aggregate-full' as const, detail: 'full' };
  const { consume, poison } = consumer(async (listens) => ({
    unacknowledged: [],
    refused: listens.slice(1).map((each) => ({ listen: each, refusal })),
  }));
  const shard = shardOf([listen({ title: 'A' }), listen({ title: 'B' })]);

  expect(await consume({ Records: shard })).toEqual({ batchItemFailures: [] });

  expect(poison).toMatchObject([{ ...refusal, dataBase64: shard[1]?.kinesis.data, sequenceNumber: sequenceNumber(1) }]);
});
