/** A queue: its name, its attributes as set, and what they come to. */

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAtMs: number;
  modifiedAtMs: number;
  /** Attributes as they were set; the others have their defaults. */
  attributes: Record<string, string>;
  tags: Record<string, string>;
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const standardDefaults: Readonly<Record<string, string>> = {
  VisibilityTimeout: '30',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  DelaySeconds: '0',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
};

const fifoDefaults: Readonly<Record<string, string>> = {
  ...standardDefaults,
  FifoQueue: 'true',
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/** A queue is FIFO by its name: "must end with the .fifo suffix", and no other queue's name may hold a dot. */
export function isFifoName(nameOrArn: string): boolean {
  return nameOrArn.endsWith('.fifo');
}

export function isFifo({ name }: Pick<Queue, 'name'>): boolean {
  return isFifoName(name);
}

/** The values of attributes nobody has set, for a queue of that name. */
export function defaultAttributes(queueName: string): Readonly<Record<string, string>> {
  return isFifoName(queueName) ? fifoDefaults : standardDefaults;
}

export function attributeOf(queue: Queue, name: string): string | undefined {
  return queue.attributes[name] ?? defaultAttributes(queue.name)[name];
}

/** A numeric attribute; those asked for here all have defaults. */
export function numberOf(queue: Queue, name: string): number {
  return Number(attributeOf(queue, name));
}

export function redrivePolicyOf(queue: Queue): RedrivePolicy | undefined {
  const text = queue.attributes['RedrivePolicy'];
  if (!text) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(text) as RedrivePolicy;
  return { deadLetterTargetArn, maxReceiveCount: Number(maxReceiveCount) };
}
