import { concurrently } from '../shared/concurrently.ts';
import { recordBatches } from './domain/record-batches.ts';
import type { CrawlerPorts, EntryAnswer, LogRecord } from './ports.ts';
import { sendEntries, untaken } from './send-entries.ts';

/** Calls under way at once. A shard takes 1,000 records a second, so more would only be throttled. */
const callsAtOnceMax = 4;

const sizeBytesOf = ({ partitionKey, data }: LogRecord): number => Buffer.byteLength(partitionKey) + data.byteLength;

/**
 * Writes records to the event log in as few calls as the limits allow; records that a call did not take are sent again,
 * and only those. Gives, in the order of the records, whether the log has accepted each.
 */
export async function publishListens(
  ports: Pick<CrawlerPorts, 'listens' | 'log' | 'nowMs' | 'chance' | 'pause'>,
  records: readonly LogRecord[],
): Promise<readonly boolean[]> {
  const answers = await sendEntries(records, ports, async (pending) => {
    const batches = recordBatches(pending.map(sizeBytesOf));
    const calls = await concurrently(batches, callsAtOnceMax, (batch) =>
      ports.listens.put(batch.flatMap((index) => pending[index] ?? [])),
    );
    return calls.flatMap((call, position): readonly EntryAnswer[] =>
      call.status === 'fulfilled' ? call.value : untaken(batches[position]?.length ?? 0, call.reason),
    );
  });

  const reasons = answers.flatMap((answer) => (answer.accepted ? [] : [answer.reason]));
  if (reasons.length > 0)
    ports.log('error', 'listens-not-accepted', { count: reasons.length, of: records.length, reason: reasons[0] });
  return answers.map(({ accepted }) => accepted);
}
