import type { CatalogueRow } from '../../../functions/aggregation/domain/song-label.ts';
import { MalformedRequest } from './aggregate-store.ts';

/** The song catalogue in memory, with the condition that the real one puts on a write. */
export class CatalogueStore {
  readonly rows = new Map<string, CatalogueRow>();

  find(songIds: readonly string[]): readonly CatalogueRow[] {
    if (songIds.length === 0 || songIds.length > 100)
      throw new MalformedRequest(`a call holds 1 to 100 songs, got ${songIds.length}`);
    if (new Set(songIds).size < songIds.length)
      throw new MalformedRequest('Provided list of item keys contains duplicates');
    return songIds.flatMap((songId) => this.rows.get(songId) ?? []);
  }

  /** Writes a row if there is none, or its label is better, or the same with a longer life. Gives what stands. */
  offer(row: CatalogueRow): CatalogueRow {
    const standing = this.rows.get(row.songId);
    const isWritten =
      !standing ||
      standing.labelRank > row.labelRank ||
      (standing.labelRank === row.labelRank && standing.expiresAtSeconds < row.expiresAtSeconds);
    if (!isWritten) return standing;
    this.rows.set(row.songId, row);
    return row;
  }
}
