import type { CatalogueRow } from '../../../functions/aggregation/domain/song-label.ts';
import type { Meter } from './meter.ts';

/**
 * What an aggregator should ask of the catalogue: each song once, and an offer only of a label that is better than what it
 * has seen. More is paid for and changes nothing.
 */
export class CatalogueModel {
  readonly #meter: Meter;
  readonly #found = new Set<string>();
  readonly #seen = new Map<string, CatalogueRow>();

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  finds(songIds: readonly string[]): void {
    for (const songId of songIds) {
      if (this.#found.has(songId)) this.#meter.catalogueCallsInVain += 1;
      this.#found.add(songId);
    }
  }

  sees(row: CatalogueRow): void {
    this.#seen.set(row.songId, row);
  }

  offers({ songId, labelRank, expiresAtSeconds }: CatalogueRow): void {
    const seen = this.#seen.get(songId);
    if (seen && seen.labelRank <= labelRank && seen.expiresAtSeconds >= expiresAtSeconds)
      this.#meter.catalogueCallsInVain += 1;
  }
}
