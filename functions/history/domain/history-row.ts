import type { ListenEvent } from '../../listens/domain/listen-event.ts';
import { endOfUtcDayMs, dayMs } from '../../listens/domain/utc-day.ts';

/**
 * A raw listen as the table keeps it: every field of the event, under a key that makes writing it twice the same as
 * once.
 */
export type HistoryRow = ListenEvent & {
  /** `<user_id>#<day>`: one partition per user and UTC day, which is what a rebuild reads. */
  readonly pk: string;
  /** `<listened_at>#<event_id>`: in order of time, and unique. */
  readonly sk: string;
  /** Epoch seconds. A function of the day only, so that a replay writes the same bytes. */
  readonly expires_at: number;
};

/** The row of a listen that is kept until `retentionDays` after its UTC day has ended. */
export function historyRow(event: ListenEvent, retentionDays: number): HistoryRow {
  const day = event.listened_at.slice(0, 10);
  return {
    ...event,
    pk: `${event.user_id}#${day}`,
    sk: `${event.listened_at}#${event.event_id}`,
    expires_at: (endOfUtcDayMs(day) + retentionDays * dayMs) / 1000,
  };
}
