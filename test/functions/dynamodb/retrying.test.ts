import { expect, test } from '@jest/globals';

import { DynamodbFault } from '../../../functions/dynamodb/adapters/dynamodb-fault.ts';
import { retrying } from '../../../functions/dynamodb/adapters/retrying.ts';

const throttled = () => new DynamodbFault('ThrottlingException', 'slow down', { status: 400 });
const broken = () => new DynamodbFault('InternalServerError', 'oh', { status: 500 });
const refused = () => new DynamodbFault('ValidationException', 'no', { status: 400 });

/** Runs calls that meet these faults first; every pause is nearly as long as it may be. */
function patient(attemptsMax: number) {
  const pausesMs: number[] = [];
  const run = retrying(
    { chance: () => 0.9999, pause: async (durationMs) => void pausesMs.push(durationMs) },
    attemptsMax,
  );
  const call = async (faults: Error[]) => {
    let attempts = 0;
    const outcome = await run(async () => {
      attempts += 1;
      const fault = faults.shift();
      if (fault) throw fault;
      return 'done';
    }).catch((fault: unknown) => fault);
    return { attempts, outcome };
  };
  return { call, pausesMs };
}

test('a call that meets faults that pass is done in the end', async () => {
  const { call, pausesMs } = patient(5);
  expect(await call([broken(), broken(), throttled()])).toEqual({ attempts: 4, outcome: 'done' });
  expect(pausesMs).toEqual([49, 99, 3_999]);
});

test('a table that asks for less gets longer pauses, up to their bound', async () => {
  const { call, pausesMs } = patient(8);
  await call(Array.from({ length: 7 }, throttled));
  expect(pausesMs).toEqual([999, 1_999, 3_999, 7_999, 15_998, 19_998, 19_998]);
});

test('the last fault is thrown when the tries are used up', async () => {
  const last = broken();
  const { call, pausesMs } = patient(3);
  expect(await call([broken(), throttled(), last, broken()])).toEqual({ attempts: 3, outcome: last });
  expect(pausesMs).toHaveLength(2);
});

test('what another try does not help is thrown at once', async () => {
  const fault = refused();
  const { call, pausesMs } = patient(5);
  expect(await call([fault])).toEqual({ attempts: 1, outcome: fault });
  expect(pausesMs).toEqual([]);
});

test('calls that go on failing use up the quota, and one that succeeds earns its last retry back', async () => {
  const { call } = patient(2);
  // 500 for retries at 14 each.
  for (let count = 0; count < 35; count += 1) expect((await call([broken(), broken()])).attempts).toBe(2);
  expect((await call([broken()])).attempts).toBe(1);
  // Throttling is cheaper: 10 are left, which is two retries at 5.
  expect(await call([throttled()])).toEqual({ attempts: 2, outcome: 'done' });
  for (let count = 0; count < 2; count += 1) expect((await call([throttled(), throttled()])).attempts).toBe(2);
  expect((await call([throttled()])).attempts).toBe(1);
});

test('calls that succeed at once fill the quota up again', async () => {
  const { call } = patient(2);
  for (let count = 0; count < 36; count += 1) await call([broken(), broken()]);
  for (let count = 0; count < 4; count += 1) await call([]);
  expect(await call([broken()])).toEqual({ attempts: 2, outcome: 'done' });
});
