import type { Operation } from '../../engine/service.ts';
import { missingParameter } from './errors.ts';
import type { SnsState } from './state.ts';
import { checkArn } from './topics.ts';

/** Deletes a topic with its subscriptions; one that is not there is deleted already. */
export function deleteTopic({ topics, subscriptions }: SnsState): Operation {
  return {
    parameters: { TopicArn: { type: 'string' } },
    run({ TopicArn }: { readonly TopicArn?: string }) {
      if (TopicArn === undefined) throw missingParameter('TopicArn');
      checkArn(TopicArn, 'TopicArn');
      subscriptions.deleteOf(TopicArn);
      topics.delete(TopicArn);
    },
  };
}
