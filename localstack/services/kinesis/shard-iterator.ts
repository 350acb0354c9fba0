/**
 * Shard iterators and list tokens: opaque to clients, good for five minutes. AWS's are encrypted; ours are readable by
 * whoever decodes them, and carry a checksum so that a mangled one is refused.
 */
import { crc32 } from 'node:zlib';

import { AwsError } from '../../engine/aws-error.ts';
import { invalidArgument } from './errors.ts';

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_GetShardIterator.html */
export const tokenAgeMsMax = 300_000;

export interface ShardPlace {
  readonly streamName: string;
  /** The stream's own id, so that an iterator does not live on in a later stream of the same name. */
  readonly streamId: string;
  readonly shardIndex: number;
  /** Ordinal of the record to read next. */
  readonly ordinal: number;
}

/** Makes the iterator for a place. */
export function encodeIterator({ streamName, streamId, shardIndex, ordinal }: ShardPlace, nowMs: number): string {
  return seal(['iterator', nowMs, streamName, streamId, shardIndex, ordinal]);
}

/** The place of an iterator. Throws what AWS answers when it is malformed or too old. */
export function decodeIterator(iterator: string, nowMs: number): ShardPlace {
  const [kind, madeAt, streamName, streamId, shardIndex, ordinal] = unseal(iterator) ?? [];
  if (kind !== 'iterator' || streamName === undefined || streamId === undefined || ordinal === undefined) {
    throw invalidArgument('Invalid ShardIterator.');
  }
  const madeAtMs = Number(madeAt);
  if (nowMs - madeAtMs > tokenAgeMsMax) {
    throw new AwsError(
      'ExpiredIteratorException',
      `Iterator expired. The iterator was created at time ${amazonTime(madeAtMs)} while right now it is ` +
        `${amazonTime(nowMs)} which is further in the future than the tolerated delay of ${tokenAgeMsMax} milliseconds.`,
    );
  }
  return { streamName, streamId, shardIndex: Number(shardIndex), ordinal: Number(ordinal) };
}

/** Text that a client gives back unread: fields without slashes, and a checksum. */
export function seal(fields: readonly (string | number)[]): string {
  const text = fields.join('/');
  return Buffer.from(`${text}/${crc32(text).toString(16)}`).toString('base64');
}

/** The fields that were sealed; undefined when the text is not as it was. */
export function unseal(token: string): string[] | undefined {
  const text = Buffer.from(token, 'base64').toString();
  const end = text.lastIndexOf('/');
  if (end < 0 || crc32(text.slice(0, end)).toString(16) !== text.slice(end + 1)) return undefined;
  return text.slice(0, end).split('/');
}

/** Such as `Thu Jan 22 01:22:02 UTC 2015`. */
function amazonTime(timeMs: number): string {
  const [weekday, day, month, year, time] = new Date(timeMs).toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
