import { consumeLog } from '../listens/consume-log.ts';
import type { UtcDay } from '../listens/domain/utc-day.ts';
import type { LoggedListen, StoreOutcome } from '../listens/ports.ts';
import { concurrently } from '../shared/concurrently.ts';
import { aggregateExpiresAtSeconds, writableDays } from './domain/daily-aggregate.ts';
import { encodeElement } from './domain/element.ts';
import type { Element } from './domain/element.ts';
import { labelSongs } from './label-songs.ts';
import type { AggregationPorts } from './ports.ts';

/** Updates in flight. Enough to hide a round trip of a few milliseconds, few enough for one client's connections. */
const updatesMax = 32;

/** The listens of one user and UTC day within a batch: one set, one update, one fate. */
type Group = {
  readonly userId: string;
  readonly day: UtcDay;
  readonly listens: LoggedListen[];
  /** By event id and identity: DynamoDB refuses a request that names an element twice. */
  readonly elements: Map<string, Element>;
};

function groupOf(groups: Map<string, Group>, userId: string, day: UtcDay): Group {
  const key = `${day}${userId}`;
  const known = groups.get(key);
  if (known) return known;
  const group: Group = { userId, day, listens: [], elements: new Map() };
  groups.set(key, group);
  return group;
}

/** Sorts listens into groups; those of days that are no longer written, or not yet, are only counted. */
function groupListens(listens: readonly LoggedListen[], nowMs: number) {
  const { first, last } = writableDays(nowMs);
  const groups = new Map<string, Group>();
  let outOfRange = 0;
  for (const listen of listens) {
    const { event } = listen;
    const day = event.listened_at.slice(0, 10);
    if (day < first || day > last) {
      outOfRange += 1;
      continue;
    }
    const group = groupOf(groups, event.user_id, day);
    group.listens.push(listen);
    const element = encodeElement(event);
    group.elements.set(String.fromCharCode(...element), element);
  }
  return { groups: [...groups.values()], outOfRange };
}

const sequenceNumbersOf = (groups: readonly Group[]): string[] =>
  groups.flatMap(({ listens }) => listens.map(({ sequenceNumber }) => sequenceNumber));

/**
 * A full set is an abuser's: a day has room for 16,000 listens and time for 2,880. Its listens must not hold up the
 * shard.
 */
const refusedOf = (groups: readonly Group[]): StoreOutcome['refused'] =>
  groups.flatMap(({ userId, day, listens }) =>
    listens.map((listen) => ({
      listen,
      refusal: { reason: 'aggregate-full' as const, detail: `the aggregate of ${userId} on ${day} is full` },
    })),
  );

/**
 * Consumer B of the log: collects, for each user and UTC day, the set of listens that happened. Nothing is counted;
 * the count is the size of a set, and adding to a set twice, late or in another order gives the same set
 * (decisions/0001). A song has its label in the catalogue before it is counted; listens of songs whose label is not
 * sure are delivered again.
 */
export function aggregateListens(ports: AggregationPorts) {
  const label = labelSongs(ports);

  const addGroup = ({ userId, day, elements }: Group): Promise<'added' | 'full'> =>
    ports.aggregates.add({
      userId,
      day,
      elements: [...elements.values()],
      expiresAtSeconds: aggregateExpiresAtSeconds(day),
    });

  const store = async (listens: readonly LoggedListen[], nowMs: number): Promise<StoreOutcome> => {
    const { groups, outOfRange } = groupListens(listens, nowMs);
    const unlabelled = await label(
      groups.flatMap((group) => group.listens.map(({ event }) => event)),
      nowMs,
    );
    const isLabelled = (group: Group): boolean =>
      unlabelled.size === 0 || group.listens.every(({ event }) => !unlabelled.has(event.song_id));
    const labelled = groups.filter(isLabelled);

    const outcomes = await concurrently(labelled, updatesMax, addGroup);
    const faulted = labelled.filter((_, index) => outcomes[index]?.status === 'rejected');
    const full = labelled.filter((_, index) => {
      const outcome = outcomes[index];
      return outcome?.status === 'fulfilled' && outcome.value === 'full';
    });
    const fault = outcomes.find((outcome) => outcome.status === 'rejected');
    if (fault) ports.log('warn', 'aggregates-faulted', { groups: faulted.length, fault: fault.reason });

    const unacknowledged = sequenceNumbersOf([...faulted, ...groups.filter((group) => !isLabelled(group))]);
    ports.log('info', 'listens-aggregated', {
      listens: listens.length,
      groups: groups.length,
      elements: groups.reduce((sum, { elements }) => sum + elements.size, 0),
      outOfRange,
      full: full.length,
      failed: unacknowledged.length,
    });
    return { unacknowledged, refused: refusedOf(full) };
  };
  return consumeLog('aggregator', ports, store);
}
