import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { expect, test } from '@jest/globals';

import { openState } from '../../../../localstack/engine/state.ts';
import { createKinesis } from '../../../../localstack/services/kinesis/index.ts';
import { testEngine } from '../../../support/in-process.ts';
import { arnOf, temporaryFolder } from './kinesis-world.ts';

/** Starts the producer, kills it after `count` acknowledgements, and returns all the numbers it was acknowledged. */
async function produceAndKill(folder: string, firstNumber: number, count: number): Promise<number[]> {
  const program = join(import.meta.dirname, 'endless-producer.ts');
  const producer = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', program, folder, `${firstNumber}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const acknowledged: number[] = [];
  for await (const line of createInterface({ input: producer.stdout })) {
    acknowledged.push(Number(line));
    if (acknowledged.length === count) producer.kill('SIGKILL');
  }
  return acknowledged;
}

/** The numbers in all shards, parents before their children. */
function numbersIn(folder: string): number[] {
  const state = openState(folder);
  const { streams } = createKinesis(testEngine(state));
  const streamArn = arnOf('plays');
  const limits = { recordsMax: 1_000_000, bytesMax: 100_000_000 };
  const numbers = streams.shards(streamArn).flatMap(({ shardId }) => {
    const { records } = streams.read(streamArn, shardId, { kind: 'TRIM_HORIZON' }, limits);
    return records.map(({ data }) => Number(data.toString()));
  });
  state.close();
  return numbers;
}

test('a cloud killed while it writes and reshards has lost no acknowledged record and stored none twice', async () => {
  const folder = temporaryFolder();

  const first = await produceAndKill(folder, 1, 3000);
  const second = await produceAndKill(folder, 1_000_000, 3000);

  const stored = numbersIn(folder);
  expect(new Set(stored).size).toBe(stored.length);
  const found = new Set(stored);
  expect([...first, ...second].filter((number) => !found.has(number))).toEqual([]);
  expect(first.length + second.length).toBeGreaterThanOrEqual(6000);
});
