import { compareSequenceNumbers } from '../../../functions/listens/domain/sequence-number.ts';
import type { LoggedListen } from '../../../functions/listens/ports.ts';
import type { Environment } from '../engine/environment.ts';
import type { CountTable, DayItem } from './count-table.ts';

/** What a design has to work with. */
export type Bench = {
  readonly table: CountTable;
  readonly environment: Environment;
  readonly shardId: () => string;
};

/** Counts a group of listens of one key; throws when it is not known to be counted, and they come again. */
type CountGroup = (bench: Bench, key: string, listens: readonly LoggedListen[]) => Promise<void>;

export type Design = {
  readonly name: string;
  readonly what: string;
  /** The listens that share a request: those of one song, or all of one user's day. */
  readonly groupedBy: 'song' | 'day';
  /** Absent for our own, which is the deployed aggregator. */
  readonly countGroup?: CountGroup;
};

const conflictsMax = 5;
const tenMinutesMs = 600_000;

const highest = (listens: readonly LoggedListen[]): string =>
  listens
    .map(({ sequenceNumber }) => sequenceNumber)
    .reduce((left, right) => (compareSequenceNumbers(left, right) > 0 ? left : right));

const isAbove = (sequenceNumber: string, watermark: string): boolean =>
  compareSequenceNumbers(sequenceNumber, watermark) > 0;

const addNaively: CountGroup = ({ table, environment }, key, listens) =>
  environment.call('rows.add', () => table.add(key, listens.length));

const addAboveWatermark: CountGroup = async ({ table, environment, shardId }, key, listens) => {
  const upTo = highest(listens);
  const mark = { shardId: shardId(), upTo };
  await environment.call('rows.add', () =>
    table.addBehind(key, listens.length, mark, (watermark) => isAbove(upTo, watermark)),
  );
};

const addAfterReading: CountGroup = async ({ table, environment, shardId }, key, listens) => {
  const shard = shardId();
  for (let conflicts = 0; conflicts < conflictsMax; conflicts += 1) {
    const read = await environment.call('rows.read', () => table.rows.get(key)?.watermarks.get(shard) ?? '');
    const fresh = listens.filter(({ sequenceNumber }) => isAbove(sequenceNumber, read));
    if (fresh.length === 0) return;
    const mark = { shardId: shard, upTo: highest(fresh) };
    const isAdded = await environment.call('rows.add', () =>
      table.addBehind(key, fresh.length, mark, (watermark) => watermark === read),
    );
    if (isAdded) return;
  }
  throw new Error('too many conflicts');
};

const addInTransactions =
  (markerLifeMs: number): CountGroup =>
  async ({ table, environment }, key, listens) => {
    for (const { event } of listens)
      await environment.call('rows.transact', () =>
        table.addOnce(key, event.event_id, environment.nowMs(), markerLifeMs),
      );
  };

const replaceDay =
  (isVersionChecked: boolean): CountGroup =>
  async ({ table, environment }, key, listens) => {
    for (let conflicts = 0; conflicts < conflictsMax; conflicts += 1) {
      const read = await environment.call('days.read', () => table.days.get(key));
      const songOf = new Map([
        ...(read?.songOf ?? []),
        ...listens.map(({ event }) => [event.event_id, event.song_id] as const),
      ]);
      const item: DayItem = { version: (read?.version ?? 0) + 1, songOf };
      const isWritten = await environment.call('days.replace', () =>
        table.replace(key, item, isVersionChecked ? (read?.version ?? 0) : undefined),
      );
      if (isWritten) return;
    }
    throw new Error('too many conflicts');
  };

const addIds: CountGroup = ({ table, environment }, key, listens) =>
  environment.call('rows.add', () => {
    for (const { event } of listens) table.row(key).ids.add(event.event_id);
  });

/** Ours, and the usual alternatives. */
export const designs: readonly Design[] = [
  { name: 'set per day (ours)', what: 'ADD a set of elements, one item for a user and day', groupedBy: 'day' },
  { name: 'set per song', what: 'ADD a set of event ids, one item for a song', groupedBy: 'song', countGroup: addIds },
  {
    name: 'map with version',
    what: 'read the day, add, write back if the version is what was read',
    groupedBy: 'day',
    countGroup: replaceDay(true),
  },
  {
    name: 'map, no version',
    what: 'read the day, add, write back',
    groupedBy: 'day',
    countGroup: replaceDay(false),
  },
  { name: 'naive ADD', what: 'ADD listen_count :n', groupedBy: 'song', countGroup: addNaively },
  {
    name: 'watermark, blind',
    what: 'ADD :n if the batch ends above the row’s watermark for the shard',
    groupedBy: 'song',
    countGroup: addAboveWatermark,
  },
  {
    name: 'watermark, read',
    what: 'read the watermark, ADD what is above it if it has not moved',
    groupedBy: 'song',
    countGroup: addAfterReading,
  },
  {
    name: 'transaction',
    what: 'TransactWriteItems: a marker for each event and ADD 1; markers live for ever',
    groupedBy: 'song',
    countGroup: addInTransactions(Infinity),
  },
  {
    name: 'transaction, 10 min',
    what: 'the same, remembered for ten minutes, as DynamoDB’s client request token is',
    groupedBy: 'song',
    countGroup: addInTransactions(tenMinutesMs),
  },
];
