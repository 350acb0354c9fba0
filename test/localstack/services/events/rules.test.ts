import {
  DeleteRuleCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { ruleResource } from '../../../../localstack/services/events/resources.ts';
import { testStartMs } from '../../../support/in-process.ts';
import { deadArn, eventsWorld, functionArn, missingArn, queueArn } from './events-world.ts';
import type { EventsWorld } from './events-world.ts';

let world: EventsWorld;
beforeEach(() => void (world = eventsWorld()));
afterEach(() => world.close());

const minuteMs = 60_000;
const ruleArn = 'arn:aws:events:us-east-1:000000000000:rule/tick';

async function putRule(input: object = { ScheduleExpression: 'rate(1 minute)' }, target: object = {}) {
  await world.client.send(new PutRuleCommand({ Name: 'tick', ...input }));
  const Targets = [{ Id: 't', Arn: functionArn, ...target }];
  await world.client.send(new PutTargetsCommand({ Rule: 'tick', Targets }));
}

const times = () => world.sent.map(({ body }) => (body as { time: string }).time);

test('a rate ticks first one period after its creation, with AWS’s envelope', async () => {
  await putRule();

  await world.clock.advance(minuteMs - 1);
  expect(world.sent).toEqual([]);
  await world.clock.advance(1);

  expect(world.sent).toEqual([
    {
      arn: functionArn,
      body: {
        version: '0',
        id: expect.stringMatching(/^[0-9a-f-]{36}$/u),
        'detail-type': 'Scheduled Event',
        source: 'aws.events',
        account: '000000000000',
        time: '2026-11-20T12:01:00Z',
        region: 'us-east-1',
        resources: [ruleArn],
        detail: {},
      },
    },
  ]);
  await world.clock.advance(2 * minuteMs);
  expect(times()).toEqual(['2026-11-20T12:01:00Z', '2026-11-20T12:02:00Z', '2026-11-20T12:03:00Z']);
});

test('a restart goes on in the old rhythm and makes up for nothing', async () => {
  await putRule({ ScheduleExpression: 'rate(5 minutes)' });
  await world.clock.advance(2 * minuteMs);
  world.stop();
  await world.clock.advance(10 * minuteMs);

  world.restart();

  await world.clock.advance(3 * minuteMs - 1);
  expect(world.sent).toEqual([]);
  await world.clock.advance(1);
  expect(times()).toEqual(['2026-11-20T12:15:00Z']);
});

test('putting the same rule again does not move its ticks, another schedule does', async () => {
  await putRule();
  await world.clock.advance(minuteMs / 2);
  await putRule();
  await world.clock.advance(minuteMs / 2);
  expect(world.sent).toHaveLength(1);

  await putRule({ ScheduleExpression: 'rate(2 minutes)' });
  await world.clock.advance(2 * minuteMs);
  expect(times().at(-1)).toBe('2026-11-20T12:03:00Z');
});

test('a disabled rule is silent until it is enabled', async () => {
  await putRule();
  await world.client.send(new DisableRuleCommand({ Name: 'tick' }));
  await world.clock.advance(5 * minuteMs);
  expect(world.sent).toEqual([]);

  await world.client.send(new EnableRuleCommand({ Name: 'tick' }));
  await world.clock.advance(minuteMs);
  expect(world.sent).toHaveLength(1);
});

test('a cron rule ticks at its times', async () => {
  await putRule({ ScheduleExpression: 'cron(30 12 ? * MON-FRI *)' });

  await world.clock.advance(4 * 24 * 60 * minuteMs);

  expect(times()).toEqual(['2026-11-20T12:30:00Z', '2026-11-23T12:30:00Z']);
});

test.each([
  ['a constant', { Input: '{"fixed":1}' }, { fixed: 1 }],
  ['a part of the event', { InputPath: '$.resources[0]' }, ruleArn],
  [
    'a filled template',
    {
      InputTransformer: {
        InputPathsMap: { at: '$.time', what: "$['detail-type']", none: '$.detail.none' },
        InputTemplate: '{"at":<at>,"say":"<what> by <aws.events.rule-name>","none":<none>,"left":"<other>"}',
      },
    },
    { at: '2026-11-20T12:01:00Z', say: 'Scheduled Event by tick', none: null, left: '<other>' },
  ],
])('a target receives %s when it asks for it', async (_what, target, body) => {
  await putRule(undefined, target);

  await world.clock.advance(minuteMs);

  expect(world.sent).toEqual([{ arn: functionArn, body }]);
});

test('what a target does not take goes to its dead-letter queue with the reason', async () => {
  await putRule(undefined, {
    Arn: missingArn,
    DeadLetterConfig: { Arn: deadArn },
    RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 },
  });

  await world.clock.advance(minuteMs);

  expect(world.sent).toMatchObject([
    {
      arn: deadArn,
      body: { source: 'aws.events' },
      attributes: {
        RULE_ARN: { stringValue: ruleArn },
        TARGET_ARN: { stringValue: missingArn },
        ERROR_CODE: { stringValue: 'ResourceNotFoundException' },
      },
    },
  ]);
});

test('events of one’s own reach the rules whose pattern they match', async () => {
  await putRule({ EventPattern: JSON.stringify({ source: ['shop'], detail: { price: [{ numeric: ['>', 10] }] } }) });
  const entry = (price: number) => ({ Source: 'shop', DetailType: 'sold', Detail: JSON.stringify({ price }) });

  const answer = await world.client.send(
    new PutEventsCommand({
      Entries: [entry(5), { ...entry(11), Time: new Date(testStartMs - 1_000) }, { Source: 'shop' }],
    }),
  );

  expect(answer).toMatchObject({ FailedEntryCount: 1, Entries: [{}, {}, { ErrorCode: 'InvalidArgument' }] });
  expect(world.sent).toMatchObject([
    { body: { 'detail-type': 'sold', source: 'shop', time: '2026-11-20T11:59:59Z', detail: { price: 11 } } },
  ]);
});

test('rules and targets are described, listed and removed', async () => {
  await putRule(undefined, { Arn: queueArn });

  expect(await world.client.send(new DescribeRuleCommand({ Name: 'tick' }))).toMatchObject({
    Arn: ruleArn,
    State: 'ENABLED',
    ScheduleExpression: 'rate(1 minute)',
    EventBusName: 'default',
  });
  expect((await world.client.send(new ListRulesCommand({ NamePrefix: 't' }))).Rules).toHaveLength(1);
  expect(await world.client.send(new ListRuleNamesByTargetCommand({ TargetArn: queueArn }))).toMatchObject({
    RuleNames: ['tick'],
  });
  expect(await world.client.send(new ListTargetsByRuleCommand({ Rule: 'tick' }))).toMatchObject({
    Targets: [{ Id: 't', Arn: queueArn }],
  });
  await expect(world.client.send(new DeleteRuleCommand({ Name: 'tick' }))).rejects.toMatchObject({
    message: "Rule can't be deleted since it has targets.",
  });

  await world.client.send(new RemoveTargetsCommand({ Rule: 'tick', Ids: ['t'] }));
  await world.client.send(new DeleteRuleCommand({ Name: 'tick' }));
  await world.clock.advance(minuteMs);

  expect(world.sent).toEqual([]);
  await expect(world.client.send(new DescribeRuleCommand({ Name: 'tick' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Rule tick does not exist on EventBus default.',
  });
});

test.each(['rate(1 minutes)', 'rate(0 minutes)', 'cron(0 12 * * * *)', 'every minute', 'at(2026-11-20T12:00:00)'])(
  'a schedule that cannot be read is refused: %s',
  async (ScheduleExpression) => {
    await expect(putRule({ ScheduleExpression })).rejects.toMatchObject({
      message: 'Parameter ScheduleExpression is not valid.',
    });
  },
);

test('a target that is not there yet in this cloud is not implemented, and another bus does not exist', async () => {
  await expect(
    putRule(undefined, { Arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:s' }),
  ).rejects.toMatchObject({
    name: 'NotImplemented',
  });
  await expect(
    world.client.send(new PutRuleCommand({ Name: 'x', ScheduleExpression: 'rate(1 day)', EventBusName: 'mine' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  expect((await world.client.send(new ListEventBusesCommand({}))).EventBuses).toMatchObject([{ Name: 'default' }]);
});

test('a pattern can be tried on an event', async () => {
  const trial = { EventPattern: '{"source":["a"]}', Event: '{"source":"a"}' };

  expect(await world.client.send(new TestEventPatternCommand(trial))).toMatchObject({ Result: true });
});

test('a rule of a template is made, changed and deleted with its targets', async () => {
  const scope = { generateName: () => 'stack-Rule-1', call: world.call } as unknown as ResourceScope;
  const before = {
    ScheduleExpression: 'rate(1 minute)',
    State: 'ENABLED',
    Targets: [
      { Id: 'Target0', Arn: functionArn, RetryPolicy: { MaximumRetryAttempts: '2', MaximumEventAgeInSeconds: 60 } },
      { Id: 'Target1', Arn: queueArn },
    ],
  };
  const after = { ...before, Targets: before.Targets.slice(0, 1) };

  const made = await ruleResource.create(before, scope);
  await ruleResource.update(made.physicalId, after, before, scope);
  await world.clock.advance(minuteMs);

  expect(made).toEqual({
    physicalId: 'stack-Rule-1',
    attributes: { Arn: 'arn:aws:events:us-east-1:000000000000:rule/stack-Rule-1' },
  });
  expect(world.sent.map(({ arn }) => arn)).toEqual([functionArn]);
  const ResourceARN = String(made.attributes['Arn']);
  expect((await world.client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual([]);
  await ruleResource.delete(made.physicalId, after, scope);
  await ruleResource.delete(made.physicalId, after, scope);
});
