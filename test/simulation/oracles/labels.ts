import type { ListenEvent } from '../../../functions/listens/domain/listen-event.ts';
import { aggregateDays, isKept } from '../engine/truth.ts';
import type { World } from '../world/world.ts';

/** How good a label is, the best lowest: what it leaves out, then how long it is. */
const rankOf = ({ title, artist, album, isrc }: Partial<ListenEvent>): string => {
  const missing = (album === undefined ? 1 : 0) + (isrc === undefined ? 1 : 0);
  const length = (title ?? '').length + (artist ?? '').length + (album ?? '').length;
  return `${missing} ${String(length).padStart(5, '0')}`;
};

/** Every song that is counted has a label, one that somebody published for it, and none that is counted is better. */
export function checkLabels({ run, tables }: World): void {
  const best = new Map<string, string>();
  for (const { userId, day } of run.truth.publications.values()) {
    const item = tables.aggregates.item(userId, day);
    if (!item || !isKept(day, aggregateDays, run.timeline.nowMs)) continue;
    for (const [key, { event }] of run.truth.elementsOf(userId, day)) {
      if (!item.elements.has(key)) continue;
      const rank = rankOf(event);
      const standing = best.get(event.song_id);
      if (standing === undefined || rank < standing) best.set(event.song_id, rank);
    }
  }
  for (const [songId, rank] of best) {
    const row = tables.catalogue.rows.get(songId);
    if (!row) run.violate('labels come first', `song ${songId} is counted and has no label`);
    else if (rankOf(row.label) > rank)
      run.violate('the best label stands', `song ${songId} is called ${JSON.stringify(row.label)}, not the best`);
  }
}
