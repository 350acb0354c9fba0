import type { Operation } from '../../engine/service.ts';
import { checkAttributes } from './attributes.ts';
import { invalidParameterValue, missingParameter, queueNameExists } from './errors.ts';
import { attributeOf, isFifoName } from './queue.ts';
import type { Queue } from './queue.ts';
import type { SqsState } from './state.ts';

interface CreateQueue {
  readonly QueueName?: string;
  readonly Attributes?: Record<string, string>;
  readonly tags?: Record<string, string>;
}

/** Makes a queue; the same name with the same attributes answers the queue that is there. */
export function createQueue({ engine, queues }: SqsState): Operation {
  return {
    parameters: {
      QueueName: { type: 'string' },
      Attributes: { type: 'map', member: { type: 'string' } },
      tags: { type: 'map', member: { type: 'string' } },
    },
    run({ QueueName, Attributes = {}, tags = {} }: CreateQueue) {
      checkName(QueueName, Attributes);
      const nowMs = engine.clock.nowMs();
      const queue: Queue = {
        name: QueueName,
        arn: queues.arnOf(QueueName),
        createdAtMs: nowMs,
        modifiedAtMs: nowMs,
        attributes: withoutEmpty(Attributes),
        tags: { ...tags },
      };
      checkAttributes({ ...queue, attributes: {} }, Attributes, queues);
      const known = queues.findByName(QueueName);
      if (known) checkSame(known, Attributes);
      else queues.put(queue);
      return { QueueUrl: queues.urlOf(queue) };
    },
  };
}

/** A FIFO queue has to say so twice: by its name's ending and by its attribute. */
function checkName(name: string | undefined, { FifoQueue }: Readonly<Record<string, string>>): asserts name is string {
  if (!name) throw missingParameter('QueueName');
  const isFifoWanted = FifoQueue === 'true';
  const stem = isFifoWanted ? name.slice(0, -'.fifo'.length) : name;
  if (/^[\w-]+$/u.test(stem) && name.length <= 80 && isFifoName(name) === isFifoWanted) return;
  throw invalidParameterValue(
    isFifoWanted
      ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length'
      : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}

function checkSame(queue: Queue, attributes: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (!isSame(attributeOf(queue, name) ?? '', value)) throw queueNameExists(name);
  }
}

/** JSON attributes are the same when they mean the same. */
function isSame(known: string, given: string): boolean {
  if (known === given) return true;
  try {
    return JSON.stringify(JSON.parse(known)) === JSON.stringify(JSON.parse(given));
  } catch {
    return false;
  }
}

function withoutEmpty(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''));
}
