/**
 * Move tasks: messages of a dead-letter queue on their way back to their sources, or to a queue of one's choice, at a
 * rate. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
import type { Timer } from '../../engine/clock.ts';
import { randomUuid } from '../../engine/random.ts';
import type { Documents } from '../../engine/state.ts';
import type { StoredMessage } from './message-store.ts';
import { isFifo } from './queue.ts';
import type { Queue } from './queue.ts';
import type { SqsState } from './state.ts';
import { expireMessages, visibleMessages } from './take-messages.ts';

export interface MoveTask {
  readonly id: string;
  readonly sourceArn: string;
  /** Undefined: each message goes back to the queue it came from. */
  readonly destinationArn?: string;
  readonly perSecondMax?: number;
  readonly startedAtMs: number;
  /** Messages sent later are not this task's, so that what fails again does not go round for ever. */
  readonly lastSequence: number;
  readonly messagesToMove: number;
  readonly messagesMoved: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly failureReason?: string;
}

type Room = Omit<SqsState, 'moveTasks'>;

const secondMs = 1000;
/** Without a limit AWS chooses the rate "based on the queue message backlog size"; here it is 5,000 a second. */
const unlimited = { messagesMax: 500, everyMs: 100 };
/** ListMessageMoveTasks shows "up to 10" of the most recent tasks of a queue. */
const tasksKeptMax = 10;

const sourceUnknown = 'CouldNotDetermineMessageSource';
const queueGone = 'AWS.SimpleQueueService.NonExistentQueue';

export class MoveTasks {
  readonly #room: Room;
  readonly #documents: Documents<MoveTask>;
  readonly #tasks: Map<string, MoveTask>;
  readonly #timers = new Map<string, Timer>();

  constructor(room: Room) {
    this.#room = room;
    this.#documents = room.engine.state.documents<MoveTask>('sqs-move-tasks');
    this.#tasks = new Map(this.#documents.list().map((task) => [task.id, task]));
  }

  /** Goes on with what was running when the cloud ended. */
  start(): void {
    for (const task of this.#tasks.values()) if (task.status === 'RUNNING') this.#stepLater(task.id, 0);
  }

  stop(): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** The tasks of a queue, latest first. */
  of(sourceArn: string): MoveTask[] {
    const own = [...this.#tasks.values()].filter((task) => task.sourceArn === sourceArn);
    return own.toSorted((a, b) => b.startedAtMs - a.startedAtMs || b.lastSequence - a.lastSequence);
  }

  find(id: string): MoveTask | undefined {
    return this.#tasks.get(id);
  }

  begin(source: Queue, wanted: Pick<MoveTask, 'destinationArn' | 'perSecondMax'>): MoveTask {
    const { engine, messages } = this.#room;
    const nowMs = engine.clock.nowMs();
    expireMessages(this.#room, source);
    const task: MoveTask = {
      ...wanted,
      id: randomUuid(engine.random),
      sourceArn: source.arn,
      startedAtMs: nowMs,
      lastSequence: messages.lastSequence(),
      messagesToMove: messages.depth(source.name, nowMs).visible,
      messagesMoved: 0,
      status: 'RUNNING',
    };
    this.#put(task);
    for (const old of this.of(source.arn).slice(tasksKeptMax)) this.#drop(old);
    this.#stepLater(task.id, 0);
    return task;
  }

  /** Stops the task where it is: what has been moved stays moved. */
  cancel(task: MoveTask): void {
    this.#timers.get(task.id)?.cancel();
    this.#timers.delete(task.id);
    this.#put({ ...task, status: 'CANCELLED' });
  }

  /** Drops the tasks of a deleted queue. */
  forget(sourceArn: string): void {
    for (const task of this.of(sourceArn)) this.#drop(task);
  }

  #stepLater(id: string, delayMs: number): void {
    const timer = this.#room.engine.clock.after(delayMs, () => {
      this.#timers.delete(id);
      const task = this.#tasks.get(id);
      if (task) this.#step(task);
    });
    this.#timers.set(id, timer);
  }

  #step(task: MoveTask): void {
    const { queues, engine } = this.#room;
    const source = queues.find(task.sourceArn);
    if (!source) return this.#put({ ...task, status: 'FAILED', failureReason: queueGone });
    const { messagesMax, everyMs } = task.perSecondMax
      ? { messagesMax: task.perSecondMax, everyMs: secondMs }
      : unlimited;
    expireMessages(this.#room, source);
    const found = visibleMessages(this.#room, source, engine.clock.nowMs(), messagesMax);
    const own = found.filter(({ sequence }) => sequence <= task.lastSequence);
    const { movedCount, failureReason } = this.#move(task, own);
    const moved = { ...task, messagesMoved: task.messagesMoved + movedCount };
    if (failureReason) return this.#put({ ...moved, status: 'FAILED', failureReason });
    const isDone = own.length === 0 || moved.messagesMoved >= task.messagesToMove;
    this.#put(isDone ? { ...moved, status: 'COMPLETED' } : moved);
    if (!isDone) this.#stepLater(task.id, everyMs);
    return undefined;
  }

  #move(task: MoveTask, found: readonly StoredMessage[]): { movedCount: number; failureReason?: string } {
    const { messages, queues, watch } = this.#room;
    const changed = new Set<string>();
    let failureReason: string | undefined;
    let movedCount = 0;
    messages.transaction(() => {
      for (const message of found) {
        const { DeadLetterQueueSourceArn, ...attributes } = JSON.parse(message.systemAttributes) as Attributes;
        const arn = task.destinationArn ?? DeadLetterQueueSourceArn;
        const destination = arn === undefined ? undefined : queues.find(arn);
        if (!destination) {
          failureReason = arn === undefined ? sourceUnknown : queueGone;
          return;
        }
        this.#send(message, attributes, destination);
        changed.add(destination.name);
        movedCount += 1;
      }
    });
    for (const name of changed) watch.changed(name);
    return { movedCount, ...(failureReason && { failureReason }) };
  }

  /** "Redriven messages are considered new messages with a new messageID and enqueueTime." Group and contents stay. */
  #send(message: StoredMessage, attributes: Attributes, destination: Queue): void {
    const { messages, engine } = this.#room;
    const nowMs = engine.clock.nowMs();
    messages.remove(message.sequence);
    messages.insert(destination.name, {
      ...message,
      messageId: randomUuid(engine.random),
      systemAttributes: JSON.stringify(attributes),
      sentAtMs: nowMs,
      visibleAtMs: nowMs,
      groupId: isFifo(destination) ? message.groupId : null,
    });
  }

  #put(task: MoveTask): void {
    this.#tasks.set(task.id, task);
    this.#documents.put(task.id, task);
  }

  #drop(task: MoveTask): void {
    this.#timers.get(task.id)?.cancel();
    this.#timers.delete(task.id);
    this.#tasks.delete(task.id);
    this.#documents.delete(task.id);
  }
}

type Attributes = Readonly<Record<string, string>>;
