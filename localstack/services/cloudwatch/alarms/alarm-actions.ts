/** Does what an alarm is to do when its state changes. */
import { AwsError } from '../../../engine/aws-error.ts';
import type { FunctionDoor } from '../../../engine/doors.ts';
import { faultText } from '../../../engine/log.ts';
import type { Engine } from '../../../engine/service.ts';
import { functionEvent, topicMessage } from './alarm-message.ts';
import type { AlarmStore } from './alarm-store.ts';
import type { Alarm, AlarmState } from './alarm.ts';

/** SNS, as alarms use it. Throws or rejects with SNS's refusals. */
export interface TopicDoor {
  /** Whether somebody has given the topic a policy. SNS's default one lets the account's own alarms publish. */
  hasOwnPolicy(topicArn: string): boolean;
  publish(topicArn: string, subject: string, message: string): void | Promise<void>;
}

export interface ActionDoors {
  readonly functions?: Pick<FunctionDoor, 'invokeLater'>;
  readonly topics?: TopicDoor;
}

/** Runs the actions of the state that the alarm has come to. Never rejects: what fails is in the alarm's history. */
export async function runActions(
  engine: Engine,
  store: AlarmStore,
  doors: ActionDoors,
  alarm: Alarm,
  previous: AlarmState,
): Promise<void> {
  const { settings, state } = alarm;
  if (settings.ActionsEnabled === false) return;
  const actions = {
    OK: settings.OKActions,
    ALARM: settings.AlarmActions,
    INSUFFICIENT_DATA: settings.InsufficientDataActions,
  };
  for (const arn of actions[state.value] ?? []) {
    const data = { actionState: 'Succeeded', stateUpdateTimestamp: state.updatedMs, notificationResource: arn };
    try {
      await runAction(engine, doors, alarm, previous, arn);
      store.record(settings.AlarmName, 'Action', `Successfully executed action ${arn}`, data);
    } catch (fault) {
      const error = faultText(fault);
      engine.log('warn', 'alarm-action-failed', { alarmName: settings.AlarmName, arn, fault: error });
      const summary = `Failed to execute action ${arn}. Received error: "${fault instanceof AwsError ? fault.message : error}"`;
      store.record(settings.AlarmName, 'Action', summary, { ...data, actionState: 'Failed', error });
    }
  }
}

async function runAction(
  engine: Engine,
  { functions, topics }: ActionDoors,
  alarm: Alarm,
  previous: AlarmState,
  arn: string,
): Promise<void> {
  if (functions && arn.startsWith('arn:aws:lambda:')) {
    const principal = {
      kind: 'service',
      name: 'lambda.alarms.cloudwatch.amazonaws.com',
      sourceArn: alarm.arn,
    } as const;
    engine.authorize?.(principal, 'lambda:InvokeFunction', arn);
    functions.invokeLater(arn, Buffer.from(JSON.stringify(functionEvent(engine, alarm, previous))));
    return;
  }
  if (topics && arn.startsWith('arn:aws:sns:')) {
    const principal = { kind: 'service', name: 'cloudwatch.amazonaws.com', sourceArn: alarm.arn } as const;
    if (topics.hasOwnPolicy(arn)) engine.authorize?.(principal, 'sns:Publish', arn);
    const { subject, message } = topicMessage(engine, alarm, previous);
    await topics.publish(arn, subject, message);
    return;
  }
  throw new Error(`no alarm action of the local cloud is behind ${arn}`);
}
