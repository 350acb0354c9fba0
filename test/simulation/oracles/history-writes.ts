import type { HistoryRow } from '../../../functions/history/domain/history-row.ts';
import type { Run } from '../engine/run.ts';
import { expiryMsOf } from '../engine/truth.ts';

/** Clocks are five minutes apart at most, and a request that timed out lands ten minutes later at most. */
const toleranceMs = 16 * 60_000;

/** Looks at a raw listen as it is written: it is what was published, under its own key, and it has not expired already. */
export function checkRow(run: Run, row: HistoryRow, retentionDays: number): void {
  const { pk, sk, expires_at, ...event } = row;
  const variant = run.truth.variantOf(JSON.stringify(event));
  if (!variant) {
    run.violate('raw listens are what was published', `${pk} ${sk} is not what anybody published`);
    return;
  }
  const { userId, day, eventId } = variant.publication;
  if (pk !== `${userId}#${day}` || sk !== `${event.listened_at}#${eventId}`)
    run.violate('raw listens have their own key', `${eventId} of ${userId} on ${day} went to ${pk} ${sk}`);
  const expiresAtMs = expiryMsOf(day, retentionDays);
  if (expires_at * 1000 !== expiresAtMs)
    run.violate('I9 expiry', `a raw listen of ${day} expires at ${expires_at}, not at ${expiresAtMs / 1000}`);
  if (expiresAtMs <= run.timeline.nowMs - toleranceMs)
    run.violate('nothing expired is written', `a raw listen of ${day} was written after it had expired`);
}
