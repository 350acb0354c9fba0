/**
 * A batch of changes of a table as the JSON that a function receives: each record's data is that JSON already, but for
 * the stream it came from. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
import type { StreamRecord } from '../../../engine/doors.ts';

/** The whole event. */
export function tableEvent(streamArn: string, records: readonly StreamRecord[]): Buffer {
  const end = sourceMember(streamArn);
  const texts = records.map(({ data }) => data.toString('utf8', 0, data.length - 1) + end);
  return Buffer.from(`{"Records":[${texts.join(',')}]}`, 'utf8');
}

/** What the record takes of the event's 6 MB. */
export function tableRecordBytes(streamArn: string, { data }: StreamRecord): number {
  return data.length + sourceMember(streamArn).length + 1;
}

/** Takes the place of the record's last brace. */
function sourceMember(streamArn: string): string {
  return `,"eventSourceARN":${JSON.stringify(streamArn)}}`;
}
