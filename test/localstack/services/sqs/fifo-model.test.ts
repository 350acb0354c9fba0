/** FIFO queues against a model: each group's undeleted bodies in order, and who holds which until when. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';

import { arnOf, sqsWorld } from './sqs-world.ts';
import type { SqsWorld } from './sqs-world.ts';

let world: SqsWorld;
beforeEach(() => void (world = sqsWorld()));
afterEach(() => world.close());

test('whatever readers do, each group is delivered in order and to one reader at a time', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('send' as const), group: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ kind: fc.constant('receive' as const), messagesMax: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ kind: fc.constant('delete' as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant('release' as const), at: fc.nat(20) }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 15_000, 30_000) }),
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      run += 1;
      await world.makeQueue(`model-${run}.fifo`, { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
      await checkAgainstModel(`model-${run}.fifo`, steps);
    }),
    { numRuns: 30, seed: 20_261_120 },
  );
});

type Step =
  | { readonly kind: 'send'; readonly group: string }
  | { readonly kind: 'receive'; readonly messagesMax: number }
  | { readonly kind: 'delete' | 'release'; readonly at: number }
  | { readonly kind: 'wait'; readonly ms: number };

interface Held {
  readonly body: string;
  readonly handle: string;
  readonly untilMs: number;
}

async function checkAgainstModel(queueName: string, steps: readonly Step[]): Promise<void> {
  const queueArn = arnOf(queueName);
  const queueUrl = `http://127.0.0.1:4566/000000000000/${queueName}`;
  const left = new Map<string, string[]>();
  let held: Held[] = [];
  let sent = 0;
  const observed: string[][] = [];
  const wanted: string[][] = [];
  for (const step of steps) {
    held = held.filter(({ untilMs }) => untilMs > world.clock.nowMs());
    if (step.kind === 'send') {
      sent += 1;
      const body = `${step.group}${sent}`;
      left.set(step.group, [...(left.get(step.group) ?? []), body]);
      await world.call('sqs', 'SendMessage', {
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageGroupId: step.group,
      });
    } else if (step.kind === 'receive') {
      const messages = world.door.receive(queueArn, step.messagesMax);
      const locked = new Set(held.map(({ body }) => body.charAt(0)));
      const free = [...left].filter(([group, waiting]) => !locked.has(group) && waiting.length > 0);
      const available = free.reduce((sum, [, waiting]) => sum + waiting.length, 0);
      const counts = new Map<string, number>();
      for (const { body } of messages) counts.set(body.charAt(0), (counts.get(body.charAt(0)) ?? 0) + 1);
      observed.push(messages.map(({ body }) => body).toSorted((a, b) => a.localeCompare(b)));
      // Which groups are served is the queue's choice; of those it must be the first messages, and no fewer than wanted.
      const heads = free.flatMap(([group, waiting]) => waiting.slice(0, counts.get(group) ?? 0));
      const isEnough = messages.length === Math.min(step.messagesMax, available);
      wanted.push(isEnough ? heads.toSorted((a, b) => a.localeCompare(b)) : ['too few']);
      const untilMs = world.clock.nowMs() + 30_000;
      held.push(...messages.map(({ body, receiptHandle: handle }) => ({ body, handle, untilMs })));
    } else if (step.kind === 'wait') await world.clock.advance(step.ms);
    else {
      const [one] = held.splice(step.at % Math.max(1, held.length), 1);
      if (one && step.kind === 'release') world.door.release(queueArn, [one.handle], 0);
      if (one && step.kind === 'delete') {
        world.door.delete(queueArn, [one.handle]);
        const group = one.body.charAt(0);
        left.set(group, left.get(group)?.filter((body) => body !== one.body) ?? []);
      }
    }
  }
  expect(observed).toEqual(wanted);
}
