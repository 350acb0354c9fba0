import type { UtcDay } from '../listens/domain/utc-day.ts';
import type { ConsumerPorts } from '../listens/ports.ts';
import type { Element } from './domain/element.ts';
import type { CatalogueRow } from './domain/song-label.ts';

/** Distinct elements to be added to one user's aggregate of one UTC day. Never empty: DynamoDB has no empty sets. */
type Addition = {
  readonly userId: string;
  readonly day: UtcDay;
  readonly elements: readonly Element[];
  readonly expiresAtSeconds: number;
};

/** The table of daily aggregates. */
export type AggregateTable = {
  /**
   * Adds elements to a set, atomically; those that it has already change nothing. `full` when the set cannot hold
   * them, and then none was added. Throws when it is not known whether they were added.
   */
  add(addition: Addition): Promise<'added' | 'full'>;
};

/** What songs are called. */
export type SongCatalogue = {
  /**
   * The rows of up to 100 songs, as far as the catalogue has them; expired rows may be among them. Throws unless it
   * knows.
   */
  find(songIds: readonly string[]): Promise<readonly CatalogueRow[]>;
  /**
   * Writes a row if there is none, or its label is better, or its label is the same and it lives longer. Gives the row
   * that stands afterwards.
   */
  offer(row: CatalogueRow): Promise<CatalogueRow>;
};

/** What aggregation asks of the world. */
export type AggregationPorts = ConsumerPorts & {
  readonly aggregates: AggregateTable;
  readonly catalogue: SongCatalogue;
};
