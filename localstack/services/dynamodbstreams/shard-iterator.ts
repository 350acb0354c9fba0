/** Shard iterators: a place in a shard and when it was asked for, as text that nobody has to look into. */
import { AwsError, validationError } from '../../engine/aws-error.ts';
import type { StartPosition } from '../../engine/doors.ts';

export interface ShardIterator {
  readonly streamArn: string;
  readonly shardId: string;
  readonly position: StartPosition;
  readonly madeMs: number;
}

/** "A shard iterator expires 15 minutes after it is returned to the requester." */
const lifeMs = 15 * 60 * 1000;

/** Begins with the stream's ARN and a version, as AWS's do. */
export function writeIterator({ streamArn, ...rest }: ShardIterator): string {
  return `${streamArn}|1|${Buffer.from(JSON.stringify(rest)).toString('base64')}`;
}

/** Throws DynamoDB's refusal of an iterator that was not made here, or more than 15 minutes ago. */
export function readIterator(text: string, nowMs: number): ShardIterator {
  const [streamArn = '', version, body = ''] = text.split('|');
  const iterator = version === '1' ? parse(streamArn, body) : undefined;
  if (!iterator) throw validationError('Invalid ShardIterator');
  if (nowMs - iterator.madeMs > lifeMs) {
    // Unsure of AWS's words.
    throw new AwsError('ExpiredIteratorException', 'The shard iterator has expired and can no longer be used.');
  }
  return iterator;
}

function parse(streamArn: string, body: string): ShardIterator | undefined {
  try {
    const rest = JSON.parse(Buffer.from(body, 'base64').toString('utf8')) as Partial<ShardIterator>;
    const { shardId, position, madeMs } = rest;
    if (typeof shardId !== 'string' || typeof madeMs !== 'number' || typeof position?.kind !== 'string') {
      return undefined;
    }
    return { streamArn, shardId, position, madeMs };
  } catch {
    return undefined;
  }
}
