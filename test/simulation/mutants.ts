/** A mistake in the real code: an exact text of one file, and what stands there instead. */
export type Mutant = {
  readonly name: string;
  /** What the code does wrong then. */
  readonly mistake: string;
  readonly file: string;
  readonly text: string;
  readonly instead: string;
};

const aggregateListens = 'functions/aggregation/aggregate-listens.ts';
const consumeLog = 'functions/listens/consume-log.ts';
const rankSongs = 'functions/serving/domain/rank-songs.ts';
const answerTopk = 'functions/serving/answer-topk.ts';
const storeRawListens = 'functions/history/store-raw-listens.ts';

/**
 * Mistakes that such a pipeline invites. The first fourteen are the classical ones; where our design has no such place
 * (there is no counter, no version of an aggregate, no marker), the mistake is made where we have its like, and says so.
 */
export const mutants: readonly Mutant[] = [
  {
    name: 'naive-add',
    mistake: 'each record counts, not each listen (there is no number to add to: the element is made of the record)',
    file: aggregateListens,
    text: 'const element = encodeElement(event);',
    instead: 'const element = encodeElement(event); element[20] = Number(listen.sequenceNumber.slice(-2));',
  },
  {
    name: 'no-version-check',
    mistake: 'whoever loses the race for renewing tokens renews them too (aggregates have no version, tokens do)',
    file: 'functions/accounts/account-access.ts',
    text: 'if (!isMine) throw new Error(',
    instead: "if (key.userId === '') throw new Error(",
  },
  {
    name: 'no-guard',
    mistake: 'the cursor follows a play dated in the future (aggregates need no guard, the cursor has one)',
    file: 'functions/crawling/read-page.ts',
    text: 'Math.max(crawl.cursorMs, Math.min(page.nextCursorMs, latestCursorMs))',
    instead: 'page.nextCursorMs',
  },
  {
    name: 'ttl-too-short',
    mistake:
      'an aggregate expires while its day is still looked at (there are no markers whose life could be too short)',
    file: 'functions/aggregation/domain/daily-aggregate.ts',
    text: 'const aggregateDays = 8;',
    instead: 'const aggregateDays = 5;',
  },
  {
    name: 'day-from-arrival',
    mistake: 'a listen counts on the day of its delivery',
    file: aggregateListens,
    text: 'const day = event.listened_at.slice(0, 10);',
    instead: 'const day = new Date(nowMs).toISOString().slice(0, 10);',
  },
  {
    name: 'day-from-local-time',
    mistake: 'a listen counts on the day of some zone',
    file: aggregateListens,
    text: 'const day = event.listened_at.slice(0, 10);',
    instead: 'const day = new Date(Date.parse(event.listened_at) - 18_000_000).toISOString().slice(0, 10);',
  },
  {
    name: 'ttl-from-now',
    mistake: 'an aggregate expires some days after it was written first',
    file: aggregateListens,
    text: 'expiresAtSeconds: aggregateExpiresAtSeconds(day),',
    instead: 'expiresAtSeconds: Math.ceil(ports.nowMs() / 1000) + 8 * 86_400,',
  },
  {
    name: 'song-in-event-id',
    mistake: 'the event id depends on the song, which may be found to be another one later',
    file: 'functions/listens/normalise-listen.ts',
    text: 'providerKey: providerKey.toWellFormed() }',
    instead: 'providerKey: songIdOf(isrc === undefined ? { title, artist } : { title, artist, isrc }) }',
  },
  {
    name: 'empty-set-sent',
    mistake: 'a group without labels is sent as an empty set',
    file: aggregateListens,
    text: 'const labelled = groups.filter(isLabelled);',
    instead: 'const labelled = groups.map((group) => (isLabelled(group) ? group : { ...group, elements: new Map() }));',
  },
  {
    name: 'acknowledged-before-written',
    mistake: 'a consumer answers before its writes have',
    file: consumeLog,
    text: 'const { unacknowledged, refused } = await store(listens, nowMs);',
    instead:
      'void store(listens, nowMs).catch(() => 0); const unacknowledged: string[] = []; const refused: never[] = [];',
  },
  {
    name: 'failed-group-swallowed',
    mistake: 'a group whose write failed is not reported',
    file: aggregateListens,
    text: "const faulted = labelled.filter((_, index) => outcomes[index]?.status === 'rejected');",
    instead: 'const faulted: Group[] = [];',
  },
  {
    name: 'cache-key-without-days-and-k',
    mistake: 'an answer is remembered for other questions too',
    file: answerTopk,
    text: 'JSON.stringify([userId, days, k, window, provider ?? null, inferred])',
    instead: 'JSON.stringify([userId, window, provider ?? null, inferred])',
  },
  {
    name: 'expired-aggregates-counted',
    mistake: 'what has expired and was not deleted yet is counted',
    file: rankSongs,
    text: 'if (expiresAtSeconds * 1000 <= nowMs) continue;',
    instead: '',
  },
  {
    name: 'unstable-ties',
    mistake: 'songs with equal counts and last listens come in any order',
    file: rankSongs,
    text: 'return left.songId < right.songId ? -1 : 1;',
    instead: 'return 0;',
  },
  {
    name: 'cursor-before-log',
    mistake: 'the cursor moves although the log has not accepted all listens',
    file: 'functions/crawling/crawl-batch.ts',
    text: 'if (missing > 0) {',
    instead: 'if (missing > records.length) {',
  },
  {
    name: 'answers-mixed-up',
    mistake: 'the first answer of a call stands for all of its records',
    file: 'functions/crawling/send-entries.ts',
    text: 'answers[index] = given[position] ??',
    instead: 'answers[index] = given[0] ??',
  },
  {
    name: 'poison-dropped',
    mistake: 'poison that its queue did not take is acknowledged',
    file: consumeLog,
    text: 'return records.map(({ sequenceNumber }) => sequenceNumber);',
    instead: 'return [];',
  },
  {
    name: 'highest-sequence-number',
    mistake: 'delivery begins again at the last failed record',
    file: 'functions/listens/domain/sequence-number.ts',
    text: 'compareSequenceNumbers(sequenceNumber, lowest) < 0',
    instead: 'compareSequenceNumbers(sequenceNumber, lowest) > 0',
  },
  {
    name: 'sequence-numbers-as-text',
    mistake: 'sequence numbers are compared as texts',
    file: 'functions/listens/domain/sequence-number.ts',
    text: 'if (left.length !== right.length) return left.length - right.length;',
    instead: '',
  },
  {
    name: 'raw-key-without-id',
    mistake: 'two listens of one instant are one raw listen',
    file: 'functions/history/domain/history-row.ts',
    text: 'sk: `${event.listened_at}#${event.event_id}`,',
    instead: 'sk: event.listened_at,',
  },
  {
    name: 'leftovers-forgotten',
    mistake: 'rows that the table had no capacity for are given up at once',
    file: storeRawListens,
    text: 'if (pending.length === 0 || attempt >= backoff.attemptsMax) return pending;',
    instead: 'return [];',
  },
  {
    name: 'expired-rows-written',
    mistake: 'raw listens are written that have expired already',
    file: storeRawListens,
    text: 'if (row.expires_at * 1000 <= nowMs) {',
    instead: 'if (row.expires_at < 0) {',
  },
  {
    name: 'counted-before-labelled',
    mistake: 'a listen is counted although its song may have no label',
    file: aggregateListens,
    text: 'unlabelled.size === 0 || group.listens.every(({ event }) => !unlabelled.has(event.song_id));',
    instead: 'group.listens.length > 0;',
  },
  {
    name: 'last-label-wins',
    mistake: 'the label that came last is offered, not the best',
    file: 'functions/aggregation/domain/song-label.ts',
    text: 'right.labelRank < left.labelRank ? right : left',
    instead: 'right',
  },
  {
    name: 'elements-repeated',
    mistake: 'a request names an element twice',
    file: aggregateListens,
    text: 'elements: [...elements.values()],',
    instead: 'elements: [...elements.values(), ...elements.values()].slice(0, 2),',
  },
  {
    name: 'answers-outlive-their-window',
    mistake: 'an answer is given again after midnight',
    file: answerTopk,
    text: 'Math.min(nowMs + cacheTtlMs, window.toMs)',
    instead: 'nowMs + cacheTtlMs',
  },
  {
    name: 'renamed-songs-counted-twice',
    mistake: 'a listen whose song was renamed counts for both songs',
    file: rankSongs,
    text: 'const fields = decodeElement(element);',
    instead:
      'const seen = decodeElement(element); const fields = seen && { ...seen, eventHash: seen.eventHash + seen.songId };',
  },
  {
    name: 'window-in-utc',
    mistake: 'the calendar of UTC is taken for that of the user',
    file: 'functions/serving/domain/window.ts',
    text: 'const today = localDayOf(zone, nowMs);',
    instead: "const today = localDayOf('UTC', nowMs);",
  },
  {
    name: 'songs-asked-for-again',
    mistake: 'the aggregator does not remember what the catalogue says',
    file: 'functions/aggregation/label-songs.ts',
    text: 'for (const row of await catalogue.find(songIds)) known.set(row.songId, row);',
    instead: 'await catalogue.find(songIds);',
  },
  {
    name: 'answers-not-remembered',
    mistake: 'zones are asked for with every reply',
    file: 'functions/serving/remembered.ts',
    text: 'if (zone !== undefined) zones.set(userId, zone, nowMs() + zoneMs);',
    instead: '',
  },
];
