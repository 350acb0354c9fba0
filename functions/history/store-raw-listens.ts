import { consumeLog } from '../listens/consume-log.ts';
import type { LoggedListen, StoreOutcome } from '../listens/ports.ts';
import { pauseBeforeRetryMs } from '../shared/backoff.ts';
import { concurrently, inChunks } from '../shared/concurrently.ts';
import { historyRow } from './domain/history-row.ts';
import type { HistoryRow } from './domain/history-row.ts';
import type { HistoryPorts } from './ports.ts';

/** Rows in one call: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const rowsPerCallMax = 25;
/**
 * Calls in flight. Sixteen calls of 25 rows keep one table partition's 1,000 writes a second busy and the heap small.
 */
const callsMax = 16;
/** Seven tries within 3 s at most: longer is the log's business, which retries the batch itself. */
const backoff = { attemptsMax: 7, baseMs: 25, pauseMsMax: 1_000 };

/** A row to write, and the records that are acknowledged with it. */
type PendingRow = { readonly row: HistoryRow; readonly sequenceNumbers: readonly string[] };

const keyOf = ({ pk, sk }: HistoryRow): string => `${pk}|${sk}`;

/**
 * The rows of a batch by key, each key once, because DynamoDB refuses a call that names a key twice.
 * Of two events with one identity the later one stands, as it does when they come in different batches.
 */
function pendingRows(listens: readonly LoggedListen[], retentionDays: number, nowMs: number) {
  const pending = new Map<string, PendingRow>();
  let expired = 0;
  for (const { event, sequenceNumber } of listens) {
    const row = historyRow(event, retentionDays);
    if (row.expires_at * 1000 <= nowMs) {
      expired += 1;
      continue;
    }
    const earlier = pending.get(keyOf(row))?.sequenceNumbers ?? [];
    pending.set(keyOf(row), { row, sequenceNumbers: [...earlier, sequenceNumber] });
  }
  return { pending, expired };
}

/**
 * Writes one call's rows, again those that the table had no capacity for; gives the rows that were never acknowledged.
 */
async function writeRows(ports: HistoryPorts, rows: readonly HistoryRow[]): Promise<readonly HistoryRow[]> {
  let pending = rows;
  for (let attempt = 1; ; attempt += 1) {
    try {
      pending = await ports.history.write(pending);
    } catch (fault) {
      // The client has retried what could be retried; the log delivers the records again.
      ports.log('warn', 'history-write-faulted', { rows: pending.length, fault });
      return pending;
    }
    if (pending.length === 0 || attempt >= backoff.attemptsMax) return pending;
    await ports.pause(pauseBeforeRetryMs(backoff, attempt, ports.chance()));
  }
}

/**
 * Consumer A of the log: keeps every listen as a raw listen until `retentionDays` after its day.
 * Writing is a replacement under a key made of the listen's identity, so duplicates and replays change no byte.
 * Listens that would be past their retention already are not written, and counted.
 */
export function storeRawListens(ports: HistoryPorts, retentionDays: number) {
  const store = async (listens: readonly LoggedListen[], nowMs: number): Promise<StoreOutcome> => {
    const { pending, expired } = pendingRows(listens, retentionDays, nowMs);
    const rows = Array.from(pending.values(), ({ row }) => row);
    const outcomes = await concurrently(inChunks(rows, rowsPerCallMax), callsMax, (call) => writeRows(ports, call));

    const failed = outcomes.flatMap((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
    ports.log('info', 'raw-listens-stored', {
      listens: listens.length,
      rows: rows.length - failed.length,
      duplicates: listens.length - expired - rows.length,
      expired,
      failed: failed.length,
    });
    return {
      unacknowledged: failed.flatMap((row) => pending.get(keyOf(row))?.sequenceNumbers ?? []),
      refused: [],
    };
  };
  return consumeLog('raw-event-processor', ports, store);
}
