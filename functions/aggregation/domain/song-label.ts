import type { ListenEvent } from '../../listens/domain/listen-event.ts';
import { dayMs, startOfUtcDayMs, utcDayOf } from '../../listens/domain/utc-day.ts';

/** What a song is called, in one provider's spelling. */
export type SongLabel = {
  readonly title: string;
  readonly artist: string;
  readonly album?: string;
  readonly isrc?: string;
};

/**
 * A song as the catalogue keeps it. Labels compete by `labelRank`: the lowest stands, so whatever order they come in,
 * and however often, the same one is left.
 */
export type CatalogueRow = {
  readonly songId: string;
  readonly label: SongLabel;
  readonly labelRank: string;
  readonly expiresAtSeconds: number;
};

/**
 * A label lives this long after its song's last refresh; more than twice an aggregate's life, so no counted song loses
 * its label.
 */
const labelDays = 30;

export function labelOf({ title, artist, album, isrc }: ListenEvent): SongLabel {
  return { title, artist, ...(album === undefined ? {} : { album }), ...(isrc === undefined ? {} : { isrc }) };
}

export const isSameLabel = (left: SongLabel, right: SongLabel): boolean =>
  left.title === right.title && left.artist === right.artist && left.album === right.album && left.isrc === right.isrc;

/** When a label that is written now expires. In whole days, so that a song is refreshed once and not by every batch. */
export const labelExpiresAtSeconds = (nowMs: number): number =>
  (startOfUtcDayMs(utcDayOf(nowMs)) + labelDays * dayMs) / 1000;

/** Whether a row has used up more than half of its life, and is to be written again. */
export const isFading = (row: CatalogueRow, nowMs: number): boolean =>
  row.expiresAtSeconds * 1000 - nowMs < (labelDays / 2) * dayMs;

/**
 * The row that holds the better label and the longer life of two rows of one song. Commutative, associative,
 * idempotent.
 */
export function mergeRows(left: CatalogueRow, right: CatalogueRow): CatalogueRow {
  const better = right.labelRank < left.labelRank ? right : left;
  return { ...better, expiresAtSeconds: Math.max(left.expiresAtSeconds, right.expiresAtSeconds) };
}
