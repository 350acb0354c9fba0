/** Takes a checked message to the subscriptions it is for: the part that Publish and its batch share. */
import { randomUuid } from '../../engine/random.ts';
import type { readMessage, TopicMessage } from './message.ts';
import type { SnsState } from './state.ts';
import type { Topic } from './topics.ts';

/** Gives the message's id. By then every delivery is done, kept on disk for another attempt, or given up. */
export function publishMessage(
  { engine, subscriptions, deliveries }: SnsState,
  topic: Topic,
  checked: ReturnType<typeof readMessage>,
): string {
  const message: TopicMessage = {
    ...checked,
    messageId: randomUuid(engine.random),
    topicArn: topic.arn,
    publishedAtMs: engine.clock.nowMs(),
  };
  for (const { subscription, filter } of subscriptions.of(topic.arn)) {
    const text = message.texts[subscription.protocol] ?? message.texts.default;
    if (filter(text, message.attributes)) deliveries.deliver(subscription, message);
  }
  return message.messageId;
}
