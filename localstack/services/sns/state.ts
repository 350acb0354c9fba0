/** What the operations of SNS share. */
import type { Engine } from '../../engine/service.ts';
import { Deliveries } from './deliveries.ts';
import type { TopicDoors } from './deliveries.ts';
import { Subscriptions } from './subscriptions.ts';
import { Topics } from './topics.ts';

export interface SnsState {
  readonly engine: Engine;
  readonly topics: Topics;
  readonly subscriptions: Subscriptions;
  readonly deliveries: Deliveries;
}

/** Opens the topics, subscriptions and waiting deliveries that the state folder remembers. */
export function openSnsState(engine: Engine, doors: TopicDoors): SnsState {
  const subscriptions = new Subscriptions(engine);
  return {
    engine,
    topics: new Topics(engine),
    subscriptions,
    deliveries: new Deliveries(engine, doors, subscriptions),
  };
}
