import { missingParameter, tagResourceNotFound } from './errors.ts';
import type { Topic, Topics } from './topics.ts';

/** The topic of a tag operation, which has words of its own when there is none. */
export function taggedTopic(topics: Topics, arn: string | undefined): Topic {
  if (arn === undefined) throw missingParameter('ResourceArn');
  const topic = topics.find(arn);
  if (!topic) throw tagResourceNotFound();
  return topic;
}
