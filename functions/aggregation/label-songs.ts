import type { ListenEvent } from '../listens/domain/listen-event.ts';
import { concurrently, inChunks } from '../shared/concurrently.ts';
import { Lru } from '../shared/lru.ts';
import { isFading, isSameLabel, labelExpiresAtSeconds, labelOf, mergeRows } from './domain/song-label.ts';
import type { CatalogueRow } from './domain/song-label.ts';
import { labelRank } from './label-rank.ts';
import type { AggregationPorts } from './ports.ts';

/** Songs in one call: docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const songsPerCallMax = 100;
/** Rows that a function remembers, about 0.5 KB each. Listening is skewed: these are nearly all of a day's plays. */
const songsRememberedMax = 50_000;
const callsMax = 16;
/** A row can only get better, so an offer that lost is repeated with what won; twice is enough unless writers race. */
const offersMax = 5;

/** The rows that the catalogue should have after these events and may not have yet, one for each such song. */
function proposals(events: readonly ListenEvent[], known: Lru<string, CatalogueRow>, nowMs: number): CatalogueRow[] {
  const proposed = new Map<string, CatalogueRow>();
  const expiresAtSeconds = labelExpiresAtSeconds(nowMs);
  for (const event of events) {
    const songId = event.song_id;
    const label = labelOf(event);
    const standing = proposed.get(songId) ?? known.get(songId);
    // Nearly every listen ends here: its label is the one that stands, and there is nothing to hash.
    if (standing && isSameLabel(standing.label, label) && !isFading(standing, nowMs)) continue;

    const row: CatalogueRow = { songId, label, labelRank: labelRank(label), expiresAtSeconds };
    const merged = standing ? mergeRows(standing, row) : row;
    if (merged.labelRank === standing?.labelRank && !isFading(standing, nowMs)) continue;
    proposed.set(songId, merged);
  }
  return [...proposed.values()];
}

/**
 * Makes sure that the catalogue has a label for every song of the events before they are counted, and that the label
 * is the best one ever seen. Gives the songs for which that is not known, which must not be counted yet.
 */
export function labelSongs({ catalogue, log }: Pick<AggregationPorts, 'catalogue' | 'log'>) {
  const known = new Lru<string, CatalogueRow>(songsRememberedMax);

  const settle = async (proposal: CatalogueRow, nowMs: number): Promise<void> => {
    let wanted = proposal;
    for (let offers = 1; offers <= offersMax; offers += 1) {
      const standing = await catalogue.offer(wanted);
      known.set(standing.songId, standing);
      const merged = mergeRows(standing, wanted);
      if (merged.labelRank === standing.labelRank && !isFading(standing, nowMs)) return;
      wanted = { ...merged, expiresAtSeconds: labelExpiresAtSeconds(nowMs) };
    }
    throw new Error(`the label of song ${proposal.songId} did not settle within ${offersMax} offers`);
  };

  const learn = async (songIds: readonly string[]): Promise<void> => {
    for (const row of await catalogue.find(songIds)) known.set(row.songId, row);
  };

  return async (events: readonly ListenEvent[], nowMs: number): Promise<ReadonlySet<string>> => {
    const unlabelled = new Set<string>();
    const faults: unknown[] = [];
    const forEach = async <Item>(
      items: readonly Item[],
      songIdsOf: (item: Item) => readonly string[],
      run: (item: Item) => Promise<void>,
    ): Promise<void> => {
      const giveUp = (item: Item, fault: unknown): void => {
        faults.push(fault);
        for (const songId of songIdsOf(item)) unlabelled.add(songId);
      };
      await concurrently(items, callsMax, (item) => run(item).catch((fault: unknown) => giveUp(item, fault)));
    };

    const songIds = new Set(events.map(({ song_id }) => song_id));
    const unknown = [...songIds].filter((songId) => !known.get(songId));
    await forEach(inChunks(unknown, songsPerCallMax), (chunk) => chunk, learn);

    const proposed = proposals(events, known, nowMs).filter(({ songId }) => !unlabelled.has(songId));
    await forEach(
      proposed,
      ({ songId }) => [songId],
      (row) => settle(row, nowMs),
    );

    if (faults.length > 0) log('warn', 'labels-faulted', { songs: unlabelled.size, fault: faults[0] });
    return unlabelled;
  };
}
