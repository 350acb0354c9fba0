import type { Operation } from '../../engine/service.ts';
import { invalidAttributeName } from './errors.ts';
import { defaultAttributes } from './queue.ts';
import type { Queue } from './queue.ts';
import type { SqsState } from './state.ts';
import { expireMessages } from './take-messages.ts';

interface GetQueueAttributes {
  readonly QueueUrl?: string;
  readonly AttributeNames?: readonly string[];
}

/** Attributes that are only there when somebody has set them. */
const settable = ['Policy', 'RedrivePolicy', 'RedriveAllowPolicy', 'KmsMasterKeyId', 'KmsDataKeyReusePeriodSeconds'];

/** The named attributes, or all with `All`. The counts are exact here, where AWS's are approximate. */
export function getQueueAttributes(state: SqsState): Operation {
  return {
    parameters: { QueueUrl: { type: 'string' }, AttributeNames: { type: 'list', member: { type: 'string' } } },
    run({ QueueUrl, AttributeNames = [] }: GetQueueAttributes) {
      const queue = state.queues.byUrl(QueueUrl);
      const all = allAttributes(state, queue);
      if (AttributeNames.includes('All')) return { Attributes: all };
      const unknown = AttributeNames.find((name) => !(name in all) && !settable.includes(name));
      if (unknown !== undefined) throw invalidAttributeName(unknown);
      const wanted = Object.entries(all).filter(([name]) => AttributeNames.includes(name));
      return wanted.length > 0 ? { Attributes: Object.fromEntries(wanted) } : {};
    },
  };
}

function allAttributes(state: SqsState, queue: Queue): Record<string, string> {
  expireMessages(state, queue);
  const depth = state.messages.depth(queue.name, state.engine.clock.nowMs());
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(depth.visible),
    ApproximateNumberOfMessagesNotVisible: String(depth.inFlight),
    ApproximateNumberOfMessagesDelayed: String(depth.delayed),
    CreatedTimestamp: String(Math.floor(queue.createdAtMs / 1000)),
    LastModifiedTimestamp: String(Math.floor(queue.modifiedAtMs / 1000)),
    ...defaultAttributes(queue.name),
    ...queue.attributes,
  };
}
