import { randomUuid } from '../../engine/random.ts';
import type { Engine, Service } from '../../engine/service.ts';
import type { TopicDoor } from './alarms/alarm-actions.ts';

/** SNS for alarms, through its own Publish. Whether the alarm may is asked before. */
export function openTopicDoor({ random, accountId, region }: Engine, { operations, iam }: Service): TopicDoor {
  return {
    hasOwnPolicy: (topicArn) => iam?.policyOf?.(topicArn) !== undefined,
    publish: async (TopicArn, Subject, Message) => {
      const input = { TopicArn, Subject, Message };
      await operations['Publish']?.run(input as never, { requestId: randomUuid(random), accountId, region });
    },
  };
}
