/** https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
import { join } from 'node:path';

import { afterEach, describe, expect, test } from '@jest/globals';

import { LambdaWorld } from '../support/lambda-world.ts';

let world = new LambdaWorld();
afterEach(async () => {
  await world.close();
  world = new LambdaWorld();
});

/** Module text that does `statement` in the first process, and not in the second. */
const firstTime = (statement: string): string => `
  import { existsSync, writeFileSync } from 'node:fs';
  const mark = ${JSON.stringify(join(world.engine.state.folder, 'mark'))};
  if (!existsSync(mark)) {
    writeFileSync(mark, '');
    ${statement}
  }
  export const handler = async () => 'well';`;

describe('a start that fails', () => {
  test.each([
    ["throw new RangeError('not yet');", 'RangeError'],
    ['process.exit(3);', 'Runtime.ExitError'],
  ])('by %s is tried a second time for the same invocation', async (statement, errorType) => {
    await world.create(firstTime(statement));

    const { payload, tail } = await world.invoke();

    expect(payload).toBe('well');
    expect(tail).toMatch(
      new RegExp(
        `INIT_REPORT Init Duration: \\d+\\.\\d\\d ms\tPhase: init\tStatus: error\tError Type: ${errorType}`,
        'u',
      ),
    );
    expect(tail).not.toContain('Phase: invoke');
  });

  test('by taking more than ten seconds is tried a second time', async () => {
    await world.create(firstTime("console.log('waiting'); await new Promise(() => setInterval(() => {}, 1000));"));
    const isWaiting = world.logs.next('waiting');
    const pending = world.invoke();
    await isWaiting;
    await world.clock.advance(10_000);

    const { payload, tail } = await pending;

    expect(payload).toBe('well');
    expect(tail).toContain('INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout');
  });

  test('twice fails the invocation; the next one tries anew', async () => {
    await world.create("console.log('loading'); throw new Error('broken'); export const handler = 1;");

    const { functionError, payload } = await world.invoke();

    expect(functionError).toBe('Unhandled');
    expect(payload['errorMessage']).toBe('broken');
    const loads = world.logs.lines.filter(({ message }) => message.includes('loading'));
    expect(loads).toHaveLength(2);
    expect(new Set(loads.map(({ stream }) => stream)).size).toBe(1);
    expect(world.logs.text).toContain('Phase: invoke\tStatus: error');
    await world.invoke();
    expect(world.logs.lines.filter(({ message }) => message.includes('loading'))).toHaveLength(4);
  });

  test('the second time has the function’s own timeout', async () => {
    await world.create(
      "console.log('waiting'); await new Promise(() => setInterval(() => {}, 1000)); export const handler = 1;",
    );
    const isWaiting = world.logs.next('waiting');
    const pending = world.invoke();
    await isWaiting;
    const isWaitingAgain = world.logs.next('waiting');
    await world.clock.advance(10_000);
    await isWaitingAgain;

    await world.clock.advance(3_000);

    expect((await pending).payload['errorMessage']).toMatch(/Task timed out after 3\.00 seconds$/u);
  });
});
