import type { CatalogueRow } from '../../functions/aggregation/domain/song-label.ts';
import type { SongCatalogue } from '../../functions/aggregation/ports.ts';
import type { SongLabels } from '../../functions/serving/ports.ts';
import { faultless, underFate } from './faults.ts';
import type { Fate } from './faults.ts';

/** The song catalogue in memory, with the condition that the real one puts on a write. */
export function memorySongCatalogue(fate: Fate = faultless) {
  const rows = new Map<string, CatalogueRow>();
  const calls = { find: 0, offer: 0 };
  const catalogue: SongCatalogue = {
    find: async (songIds) => {
      calls.find += 1;
      if (songIds.length === 0 || songIds.length > 100)
        throw new Error(`a call holds 1 to 100 songs, got ${songIds.length}`);
      return underFate(fate(), () => songIds.flatMap((songId) => rows.get(songId) ?? []));
    },
    offer: async (row) => {
      calls.offer += 1;
      return underFate(fate(), () => {
        const standing = rows.get(row.songId);
        const isWritten =
          !standing ||
          standing.labelRank > row.labelRank ||
          (standing.labelRank === row.labelRank && standing.expiresAtSeconds < row.expiresAtSeconds);
        if (!isWritten) return standing;
        rows.set(row.songId, row);
        return row;
      });
    },
  };
  const labels: SongLabels = {
    find: async (songIds) =>
      new Map(songIds.flatMap((songId) => (rows.has(songId) ? [[songId, rows.get(songId)!.label] as const] : []))),
  };
  const snapshot = (): string =>
    JSON.stringify([...rows.values()].sort((left, right) => (left.songId < right.songId ? -1 : 1)));
  return { catalogue, labels, rows, calls, snapshot };
}
