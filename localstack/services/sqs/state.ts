/** What the operations of SQS share. */
import type { Engine } from '../../engine/service.ts';
import { MessageStore } from './message-store.ts';
import { Queues } from './queues.ts';
import { VisibilityWatch } from './visibility-watch.ts';

export interface SqsState {
  readonly engine: Engine;
  readonly queues: Queues;
  readonly messages: MessageStore;
  readonly watch: VisibilityWatch;
}

/** Opens the queues and messages that the state folder remembers. */
export function openSqsState(engine: Engine): SqsState {
  const messages = new MessageStore(engine.state.database('sqs'));
  messages.releaseHeld(engine.clock.nowMs());
  const nextVisibleAtMs = (queueName: string) => messages.nextVisibleAtMs(queueName, engine.clock.nowMs());
  return { engine, queues: new Queues(engine), messages, watch: new VisibilityWatch(engine.clock, nextVisibleAtMs) };
}
