import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import type { DailyAggregate } from '../../../functions/serving/domain/rank-songs.ts';
import type { ReadModel } from '../engine/read-model.ts';
import type { Run } from '../engine/run.ts';
import { rankedSongs } from './ranking.ts';
import type { Question, RankedSong } from './ranking.ts';

/** A reply that an environment has worked out: what it was, and when. */
export type Given = { readonly body: string; readonly atMs: number };

type Reply = {
  readonly question: Question;
  readonly zone: string;
  /** The clock of the environment when it was asked. */
  readonly nowMs: number;
  readonly answer: APIGatewayProxyStructuredResultV2;
  /** What the environment read last. */
  readonly aggregates: readonly DailyAggregate[];
  readonly given: Map<string, Given>;
  readonly cacheTtlMs: number;
  readonly model: ReadModel;
  /** What a song is called in the catalogue. */
  readonly titleOf: (songId: string) => string | undefined;
};

type Body = {
  readonly window: { readonly to: string };
  readonly listens: number;
  readonly songs: readonly (RankedSong & { readonly title: string | null })[];
};

/**
 * Judges a reply of the Top-K service: one from the table is the ranking of what the table held (I11), one from memory is
 * byte for byte what was worked out for the same question a short while ago, in a window that is still open (I12).
 */
export function checkReply(run: Run, reply: Reply): void {
  const { question, nowMs, answer, given, cacheTtlMs } = reply;
  run.meter.replies += 1;
  if (answer.statusCode !== 200) {
    if (run.faults.isCalm || run.faults.kinds.size === 0)
      run.violate('topk answers', `${JSON.stringify(question)} was answered with ${answer.statusCode}: ${answer.body}`);
    return;
  }
  const key = JSON.stringify(question);
  const text = answer.body ?? '';
  const body = JSON.parse(text) as Body;
  if (answer.headers?.['x-topk-source'] === 'memory') {
    const before = given.get(key);
    const ageMs = nowMs - (before?.atMs ?? -Infinity);
    if (before?.body !== text) run.violate('I12 memory is not mixed up', `${key} got the answer of another question`);
    else if (ageMs >= cacheTtlMs) run.violate('I12 memory fades', `${key} got an answer of ${ageMs} ms ago`);
    else if (nowMs >= Date.parse(body.window.to))
      run.violate('I12 windows close', `${key} got an answer for a window that ended at ${body.window.to}`);
    return;
  }
  given.set(key, { body: text, atMs: nowMs });
  const songIds = body.songs.map(({ song_id }) => song_id);
  reply.model.replied(question.userId, songIds, reply.aggregates, nowMs);
  checkRanking(run, reply, body);
}

function checkRanking(run: Run, reply: Reply, { listens, songs }: Body): void {
  const { question, zone, nowMs, aggregates, titleOf } = reply;
  const right = rankedSongs(aggregates, question, zone, nowMs);
  const wanted = JSON.stringify(right);
  const got = JSON.stringify({
    listens,
    songs: songs.map(({ song_id, count, providers, last_listened_at }) => ({
      song_id,
      count,
      providers,
      last_listened_at,
    })),
  });
  if (got !== wanted) run.violate('I11 ranking', `${JSON.stringify(question)} in ${zone}: got ${got}, not ${wanted}`);
  // While nothing changes any more, songs are called what they are called.
  if (!run.faults.isCalm) return;
  const misnamed = songs.find(({ song_id, title }) => title !== (titleOf(song_id) ?? null));
  if (misnamed) run.violate('titles are right', `${misnamed.song_id} is called ${JSON.stringify(misnamed.title)}`);
}
