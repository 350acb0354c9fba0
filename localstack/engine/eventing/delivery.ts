/** Sends events to the targets of rules, and to the dead-letter queue what a target does not take. */
import type { Principal } from '../authorization/principal.ts';
import { AwsError } from '../aws-error.ts';
import type { FunctionDoor, QueueDoor } from '../doors.ts';
import { faultText } from '../log.ts';
import type { Engine } from '../service.ts';

export interface Doors {
  readonly functions: FunctionDoor;
  readonly queues: QueueDoor;
}

export interface Delivery {
  /** The rule or schedule that sends, and the attribute that names it in a dead-letter queue. */
  readonly senderArn: string;
  readonly senderAttribute: 'RULE_ARN' | 'SCHEDULE_ARN';
  /** In whose name it is sent: EventBridge's own, or the role's that a schedule was given. */
  readonly principal: Principal;
  readonly targetArn: string;
  readonly input: string;
  readonly deadLetterArn?: string | undefined;
}

/** Whether events can be sent to a target of this ARN here. */
export function isDeliverable(targetArn: string): boolean {
  return /^arn:aws:(?:lambda:[^:]*:[^:]*:function:.+|sqs:[^:]*:[^:]*:[^:]+)$/u.test(targetArn);
}

/**
 * Both targets are inside the cloud, so a refusal is final (an unknown function or queue) and goes to the dead-letter
 * queue at once; what a function makes of its event afterwards is a matter of its own retries.
 */
export function deliver(engine: Engine, { functions, queues }: Doors, delivery: Delivery): void {
  const { senderArn, principal, targetArn, input, deadLetterArn } = delivery;
  const { log } = engine;
  try {
    const isQueue = targetArn.startsWith('arn:aws:sqs:');
    engine.authorize?.(principal, isQueue ? 'sqs:SendMessage' : 'lambda:InvokeFunction', targetArn);
    if (isQueue) queues.send(targetArn, input);
    else functions.invokeLater(targetArn, Buffer.from(input));
  } catch (fault) {
    log('warn', 'event-undeliverable', { senderArn, targetArn, deadLetterArn, fault: faultText(fault) });
    if (deadLetterArn !== undefined) sendToDeadLetterQueue(engine, queues, delivery, deadLetterArn, fault);
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function sendToDeadLetterQueue(
  { log, authorize }: Engine,
  queues: QueueDoor,
  { senderArn, senderAttribute, principal, targetArn, input }: Delivery,
  deadLetterArn: string,
  fault: unknown,
): void {
  const text = (stringValue: string) => ({ dataType: 'String', stringValue });
  try {
    authorize?.(principal, 'sqs:SendMessage', deadLetterArn);
    queues.send(deadLetterArn, input, {
      [senderAttribute]: text(senderArn),
      TARGET_ARN: text(targetArn),
      ERROR_CODE: text(fault instanceof AwsError ? fault.code : 'InternalError'),
      ERROR_MESSAGE: text(faultText(fault)),
      RETRY_ATTEMPTS: { dataType: 'Number', stringValue: '0' },
    });
  } catch (second) {
    log('error', 'event-lost', { senderArn, targetArn, deadLetterArn, fault: faultText(second) });
  }
}
