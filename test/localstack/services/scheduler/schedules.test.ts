import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListSchedulesCommand,
  ListTagsForResourceCommand,
  SchedulerClient,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { CreateScheduleCommandInput } from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import type { ResourceScope } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createScheduler } from '../../../../localstack/services/scheduler/index.ts';
import { scheduleGroupResource, scheduleResource } from '../../../../localstack/services/scheduler/resources.ts';
import { inProcess, testEngine, testStartMs } from '../../../support/in-process.ts';
import { deadArn, functionArn, missingArn, queueArn, recordingDoors } from '../events/events-world.ts';

let world: ReturnType<typeof schedulerWorld>;
beforeEach(() => void (world = schedulerWorld()));
afterEach(() => world.close());

const minuteMs = 60_000;
const RoleArn = 'arn:aws:iam::000000000000:role/r';
const scheduleArn = 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/tick';

function schedulerWorld() {
  const state = temporaryState();
  const engine = testEngine(state);
  const { sent, doors } = recordingDoors();
  const service = createScheduler(engine, doors);
  void service.start?.();
  const { clientOptions, call } = inProcess([service]);
  const client = new SchedulerClient(clientOptions);
  return {
    sent,
    call,
    client,
    clock: engine.clock,
    stop: () => void service.stop?.(),
    restart: () => void createScheduler(engine, doors).start?.(),
    close: () => {
      void service.stop?.();
      state.close();
    },
    create: (input: Partial<CreateScheduleCommandInput> = {}) =>
      client.send(
        new CreateScheduleCommand({
          Name: 'tick',
          ScheduleExpression: 'rate(1 minute)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          Target: { Arn: functionArn, RoleArn, Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
          ...input,
        }),
      ),
  };
}

const ats = () => world.sent.map(({ body }) => (body as { at: string }).at);

test('a rate runs its target with the scheduled time filled in', async () => {
  await world.create();

  await world.clock.advance(2 * minuteMs);

  expect(world.sent.map(({ arn }) => arn)).toEqual([functionArn, functionArn]);
  expect(ats()).toEqual(['2026-11-20T12:01:00Z', '2026-11-20T12:02:00Z']);
});

test('a target without input receives AWS’s event', async () => {
  await world.create({ Target: { Arn: queueArn, RoleArn } });

  await world.clock.advance(minuteMs);

  expect(world.sent).toMatchObject([
    {
      arn: queueArn,
      body: { source: 'aws.scheduler', time: '2026-11-20T12:01:00Z', resources: [scheduleArn], detail: '{}' },
    },
  ]);
});

test('a cron expression is read in its time zone', async () => {
  await world.create({ ScheduleExpression: 'cron(0 8 * * ? *)', ScheduleExpressionTimezone: 'America/New_York' });

  await world.clock.advance(24 * 60 * minuteMs);

  expect(ats()).toEqual(['2026-11-20T13:00:00Z']);
});

test('a one-time schedule runs once, and is gone afterwards when it asked for that', async () => {
  await world.create({ ScheduleExpression: 'at(2026-11-20T12:05:00)', ActionAfterCompletion: 'DELETE' });

  await world.clock.advance(60 * minuteMs);

  expect(ats()).toEqual(['2026-11-20T12:05:00Z']);
  await expect(world.client.send(new GetScheduleCommand({ Name: 'tick' }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Schedule tick does not exist.',
  });
});

test('a one-time schedule that fell due while the cloud was down runs at its next start, once', async () => {
  await world.create({ ScheduleExpression: 'at(2026-11-20T12:05:00)' });
  world.stop();
  await world.clock.advance(10 * minuteMs);

  world.restart();
  world.restart();

  expect(ats()).toEqual(['2026-11-20T12:05:00Z']);
});

test('a recurring schedule makes up for nothing after a restart', async () => {
  await world.create({ ScheduleExpression: 'rate(5 minutes)' });
  world.stop();
  await world.clock.advance(12 * minuteMs);

  world.restart();
  await world.clock.advance(3 * minuteMs);

  expect(ats()).toEqual(['2026-11-20T12:15:00Z']);
});

test('a schedule runs between its dates only, first at its start date', async () => {
  await world.create({
    ScheduleExpression: 'rate(2 minutes)',
    StartDate: new Date(testStartMs + 3 * minuteMs),
    EndDate: new Date(testStartMs + 7 * minuteMs),
  });

  await world.clock.advance(20 * minuteMs);

  expect(ats()).toEqual(['2026-11-20T12:03:00Z', '2026-11-20T12:05:00Z', '2026-11-20T12:07:00Z']);
});

test('what a target does not take goes to its dead-letter queue', async () => {
  await world.create({ Target: { Arn: missingArn, RoleArn, Input: '{}', DeadLetterConfig: { Arn: deadArn } } });

  await world.clock.advance(minuteMs);

  expect(world.sent).toMatchObject([{ arn: deadArn, attributes: { SCHEDULE_ARN: { stringValue: scheduleArn } } }]);
});

test('an update replaces all of a schedule', async () => {
  await world.create({ Description: 'old' });

  await world.client.send(
    new UpdateScheduleCommand({
      Name: 'tick',
      ScheduleExpression: 'rate(1 minute)',
      State: 'DISABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: functionArn, RoleArn },
    }),
  );

  await world.clock.advance(5 * minuteMs);
  expect(world.sent).toEqual([]);
  const schedule = await world.client.send(new GetScheduleCommand({ Name: 'tick' }));
  expect(schedule).toMatchObject({ Arn: scheduleArn, State: 'DISABLED', GroupName: 'default' });
  expect(schedule.Description).toBeUndefined();
});

test('a second schedule of the same name, and one that cannot be read, are refused', async () => {
  await world.create();

  await expect(world.create()).rejects.toMatchObject({
    name: 'ConflictException',
    message: 'Schedule tick already exists.',
  });
  await expect(world.create({ Name: 'x', ScheduleExpression: 'often' })).rejects.toMatchObject({
    message: 'Invalid Schedule Expression often.',
  });
  await expect(
    world.create({ Name: 'x', ScheduleExpressionTimezone: 'Mars/Olympus', ScheduleExpression: 'cron(0 8 * * ? *)' }),
  ).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('flexible windows and other targets are not implemented, and say so', async () => {
  await expect(
    world.create({ FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } }),
  ).rejects.toMatchObject({ name: 'NotImplemented' });
  await expect(
    world.create({ Target: { Arn: 'arn:aws:states:us-east-1:000000000000:stateMachine:s', RoleArn } }),
  ).rejects.toMatchObject({ name: 'NotImplemented' });
});

test('groups hold schedules, are tagged, and are deleted with them', async () => {
  const { ScheduleGroupArn: ResourceArn } = await world.client.send(
    new CreateScheduleGroupCommand({ Name: 'jobs', Tags: [{ Key: 'team', Value: 'a' }] }),
  );
  await world.client.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: 'stage', Value: 'b' }] }));
  await world.client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['team'] }));
  await world.create({ GroupName: 'jobs' });
  await world.create();

  expect(await world.client.send(new ListTagsForResourceCommand({ ResourceArn }))).toMatchObject({
    Tags: [{ Key: 'stage', Value: 'b' }],
  });
  expect(await world.client.send(new GetScheduleGroupCommand({ Name: 'jobs' }))).toMatchObject({ State: 'ACTIVE' });
  const names = async () =>
    (await world.client.send(new ListScheduleGroupsCommand({}))).ScheduleGroups?.map(({ Name }) => Name);
  expect(await names()).toEqual(['default', 'jobs']);
  const inGroup = await world.client.send(new ListSchedulesCommand({ GroupName: 'jobs', NamePrefix: 't' }));
  expect(inGroup.Schedules).toMatchObject([{ Name: 'tick', GroupName: 'jobs', Target: { Arn: functionArn } }]);

  await world.client.send(new DeleteScheduleGroupCommand({ Name: 'jobs' }));
  expect(await names()).toEqual(['default']);
  await world.client.send(new DeleteScheduleCommand({ Name: 'tick' }));
  expect((await world.client.send(new ListSchedulesCommand({}))).Schedules).toEqual([]);
  await world.clock.advance(minuteMs);
  expect(world.sent).toEqual([]);
});

test('a schedule of a template and its group are made, changed in place and deleted', async () => {
  const scope = { generateName: () => 'stack-Name-1', call: world.call } as unknown as ResourceScope;
  const group = await scheduleGroupResource.create({ Name: 'jobs' }, scope);
  await scheduleGroupResource.update(
    'jobs',
    { Name: 'jobs', Tags: [{ Key: 'a', Value: 'b' }] },
    { Name: 'jobs' },
    scope,
  );
  const before = {
    GroupName: 'jobs',
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: functionArn, RoleArn, Input: '{}', RetryPolicy: { MaximumRetryAttempts: '1' } },
  };
  const after = { ...before, Target: { Arn: queueArn, RoleArn, Input: '{}' } };

  const made = await scheduleResource.create(before, scope);
  await scheduleResource.update(made.physicalId, after, before, scope);
  await world.clock.advance(minuteMs);

  expect(group.attributes).toMatchObject({ Arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/jobs' });
  expect(made.attributes).toEqual({
    Arn: 'arn:aws:scheduler:us-east-1:000000000000:schedule/jobs/stack-Name-1',
  });
  expect(world.sent.map(({ arn }) => arn)).toEqual([queueArn]);
  await scheduleResource.delete(made.physicalId, after, scope);
  await scheduleResource.delete(made.physicalId, after, scope);
  await scheduleGroupResource.delete('jobs', {}, scope);
  await scheduleGroupResource.delete('jobs', {}, scope);
});
