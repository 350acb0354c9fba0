import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

import { roleSession } from '../../../../localstack/engine/authorization/principal.ts';
import { deliver } from '../../../../localstack/engine/eventing/delivery.ts';
import type { Delivery } from '../../../../localstack/engine/eventing/delivery.ts';
import { deadArn, functionArn, queueArn, recordingDoors } from '../../services/events/events-world.ts';
import { allow, IamWorld, roleArn } from '../authorization/support/iam-world.ts';

const ruleArn = 'arn:aws:events:us-east-1:000000000000:rule/tick';
const fromRule: Delivery = {
  senderArn: ruleArn,
  senderAttribute: 'RULE_ARN',
  principal: { kind: 'service', name: 'events.amazonaws.com', sourceArn: ruleArn },
  targetArn: queueArn,
  input: '{}',
  deadLetterArn: deadArn,
};

let world: IamWorld;
beforeEach(() => {
  world = new IamWorld();
});
afterEach(() => world.close());

/** Where an event has gone. */
function sent(delivery: Delivery): string[] {
  const { doors, sent: gone } = recordingDoors();
  deliver(world.engine, doors, delivery);
  return gone.map(({ arn }) => arn);
}

/** Makes a queue that takes messages of this rule. */
async function makeQueue(QueueName: string, source: string): Promise<void> {
  const statement = allow('sqs:SendMessage', `arn:aws:sqs:us-east-1:000000000000:${QueueName}`, {
    Principal: { Service: 'events.amazonaws.com' },
    Condition: { ArnEquals: { 'aws:SourceArn': source } },
  });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  await world.call('sqs', 'CreateQueue', { QueueName, Attributes: { Policy } });
}

describe('a rule', () => {
  test('sends to a queue whose policy takes its messages', async () => {
    await makeQueue('q', ruleArn);
    expect(sent(fromRule)).toEqual([queueArn]);
  });

  test('that a queue does not know sends to its dead-letter queue, if that knows it', async () => {
    await makeQueue('q', 'arn:aws:events:us-east-1:000000000000:rule/other');
    expect(sent(fromRule)).toEqual([]);
    expect(world.events.join()).toContain('"event":"event-lost"');
    await makeQueue('dead', ruleArn);
    expect(sent(fromRule)).toEqual([deadArn]);
  });

  test('calls no function that has no permission for it', () => {
    expect(sent({ ...fromRule, targetArn: functionArn })).toEqual([]);
    expect(world.events.join()).toContain('because no resource-based policy allows the lambda:InvokeFunction action');
  });
});

test('a schedule acts in the name of its target’s role', async () => {
  await world.makeRole();
  const fromSchedule = { ...fromRule, principal: roleSession(roleArn, 'tick'), targetArn: functionArn };
  expect(sent(fromSchedule)).toEqual([]);
  await world.allow(allow('lambda:InvokeFunction', functionArn));
  expect(sent(fromSchedule)).toEqual([functionArn]);
});
