/**
 * The queue of the simulation against the local cloud: the same random operations, the same answers. What is proven on the
 * former holds for the deployed code only as far as this does.
 */
import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { expect, jest, test } from '@jest/globals';
import fc from 'fast-check';

import '../../support/seeded.ts';
import { sqsWorld } from '../../localstack/services/sqs/sqs-world.ts';
import { QueueStore } from '../stores/queue-store.ts';

// Every answer passes the wire and the disk.
jest.setTimeout(60_000);

const visibilitySeconds = 60;
type Step = { readonly type: 'send' | 'receive' | 'delete' } | { readonly type: 'wait'; readonly seconds: number };
const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom(
    { type: 'send' as const },
    { type: 'receive' as const },
    { type: 'receive' as const },
    { type: 'delete' as const },
  ),
  fc.constantFrom(1, 30, 61).map((seconds) => ({ type: 'wait' as const, seconds })),
);

test('messages hide, come back, are deleted, and give up after so many deliveries', async () => {
  const world = sqsWorld();
  let cases = 0;
  const property = fc.asyncProperty(fc.array(steps, { maxLength: 20 }), async (plan) => {
    const name = `jobs-${(cases += 1)}`;
    const deadUrl = await world.makeQueue(`${name}-dead`);
    const url = await world.makeQueue(name, {
      VisibilityTimeout: String(visibilitySeconds),
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}-dead`,
        maxReceiveCount: 3,
      }),
    });
    const store = new QueueStore(visibilitySeconds * 1000, 3);
    const [handedOut, rightly]: [string[][], string[][]] = [[], []];
    const held = new Map<string, { readonly id: string; readonly receipt: string }>();
    for (const [index, step] of plan.entries()) {
      const nowMs = world.clock.nowMs();
      if (step.type === 'send' && index < 10) {
        store.send(`job ${index}`, nowMs);
        await world.send(url, `job ${index}`);
      } else if (step.type === 'receive') {
        const right = await world.receive(url);
        const simulated = store.receive(10, nowMs);
        handedOut.push(simulated.map(({ body }) => body).sort());
        rightly.push(right.map(({ Body = '' }) => Body).sort());
        for (const { Body = '', ReceiptHandle = '' } of right)
          held.set(Body, { id: simulated.find(({ body }) => body === Body)?.id ?? '', receipt: ReceiptHandle });
      } else if (step.type === 'delete') {
        const [body, message] = [...held][0] ?? [];
        if (body === undefined || message === undefined) continue;
        held.delete(body);
        store.delete(message.id);
        await world.client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.receipt }));
      } else if (step.type === 'wait') await world.clock.advance(step.seconds * 1000);
    }
    expect(handedOut).toEqual(rightly);
    const dead = await world.receive(deadUrl);
    expect(store.dead.map(({ body }) => body).sort()).toEqual(dead.map(({ Body = '' }) => Body).sort());
  });
  await fc.assert(property, { numRuns: 40 });
  world.close();
});
