/** What the operations of SQS share. */
import type { Engine } from '../../engine/service.ts';
import { FifoStore } from './fifo-store.ts';
import { MessageStore } from './message-store.ts';
import { MoveTasks } from './move-tasks.ts';
import { isFifoName } from './queue.ts';
import { Queues } from './queues.ts';
import { VisibilityWatch } from './visibility-watch.ts';

export interface SqsState {
  readonly engine: Engine;
  readonly queues: Queues;
  readonly messages: MessageStore;
  readonly fifo: FifoStore;
  readonly moveTasks: MoveTasks;
  readonly watch: VisibilityWatch;
}

/** Opens the queues and messages that the state folder remembers. */
export function openSqsState(engine: Engine): SqsState {
  const database = engine.state.database('sqs');
  const messages = new MessageStore(database);
  const fifo = new FifoStore(database);
  messages.releaseHeld(engine.clock.nowMs());
  const nextVisibleAtMs = (queueName: string): number | undefined => {
    const nowMs = engine.clock.nowMs();
    return isFifoName(queueName)
      ? fifo.nextAvailableAtMs(queueName, nowMs)
      : messages.nextVisibleAtMs(queueName, nowMs);
  };
  const watch = new VisibilityWatch(engine.clock, nextVisibleAtMs);
  const parts = { engine, queues: new Queues(engine), messages, fifo, watch };
  return { ...parts, moveTasks: new MoveTasks(parts) };
}
