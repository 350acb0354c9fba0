import { notImplemented } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import { missingParameter } from './errors.ts';
import { messageAttributes } from './message-attributes.ts';
import { readMessage } from './message.ts';
import type { MessageInput } from './message.ts';
import { publishMessage } from './publish-message.ts';
import type { SnsState } from './state.ts';

/** The members of a message, shared with PublishBatch's entries. */
export const messageParameters: ParameterTable = {
  Message: { type: 'string' },
  Subject: { type: 'string' },
  MessageStructure: { type: 'string' },
  MessageAttributes: messageAttributes,
};

interface Publish extends MessageInput {
  readonly TopicArn?: string;
  readonly TargetArn?: string;
}

/** Sends a message to every subscription of a topic whose filter it matches. */
export function publish(state: SnsState): Operation {
  return {
    parameters: { TopicArn: { type: 'string' }, TargetArn: { type: 'string' }, ...messageParameters },
    run({ TopicArn, TargetArn, ...input }: Publish) {
      const arn = TopicArn ?? TargetArn;
      if (arn === undefined) throw missingParameter('TopicArn or TargetArn');
      if (/^arn:[^:]*:sns:[^:]*:[^:]*:endpoint\//u.test(arn)) throw notImplemented('sns platform endpoints');
      const topic = state.topics.get(arn, TopicArn === undefined ? 'TargetArn' : 'TopicArn');
      return { MessageId: publishMessage(state, topic, readMessage(input)) };
    },
  };
}
