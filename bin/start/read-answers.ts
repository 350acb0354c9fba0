/** Asks for each listener's Top-K until it counts every play that the sandbox's histories hold, and says if it does not. */
import { setTimeout as wait } from 'node:timers/promises';

import type { Operator } from './operator.ts';
import type { Tell } from './progress.ts';
import type { Providers } from './providers.ts';

export interface Song {
  readonly rank: number;
  readonly count: number;
  readonly title: string | null;
  readonly artist: string | null;
  readonly providers: readonly string[];
}

export interface Topk {
  readonly user_id: string;
  readonly window: { readonly zone: string; readonly from: string; readonly to: string; readonly days: number };
  readonly listens: number;
  readonly distinct_songs: number;
  readonly songs: readonly Song[];
}

export interface Answer {
  readonly displayName: string;
  readonly url: string;
  readonly topk: Topk;
  /** Plays of the window according to the histories themselves, when the answer was read. */
  readonly played: number;
  readonly isExact: boolean;
}

const waitMsMax = 60_000;

export async function readAnswers(
  operator: Operator,
  providers: Providers,
  tell: Tell,
): Promise<Answer[] & { summary: string }> {
  const deadlineMs = Date.now() + waitMsMax;
  const listeners = new Map(providers.sandbox.accounts.map(({ listener }) => [listener.id, listener]));
  for (;;) {
    const answers = await Promise.all(
      [...listeners.values()].map(({ id, displayName }) => readAnswer(operator, providers, id, displayName)),
    );
    const counted = answers.reduce((sum, { topk }) => sum + topk.listens, 0);
    const played = answers.reduce((sum, answer) => sum + answer.played, 0);
    tell(`${counted} of ${played} plays of the last seven days are counted`);
    const isExact = answers.every((answer) => answer.isExact);
    if (isExact) return Object.assign(answers, { summary: `${counted} plays counted, exactly those of the histories` });
    if (Date.now() > deadlineMs) return Object.assign(answers, { summary: `${counted} of ${played} plays counted` });
    await wait(200);
  }
}

async function readAnswer(
  operator: Operator,
  { sandbox }: Providers,
  userId: string,
  displayName: string,
): Promise<Answer> {
  const { https, plain } = operator.apiUrl('TopkUrl', `/users/${encodeURIComponent(userId)}/topk`);
  const response = await fetch(plain);
  if (!response.ok) throw new Error(`${plain} answered ${response.status}: ${await response.text()}`);
  const topk = (await response.json()) as Topk;
  const fromMs = Date.parse(topk.window.from);
  // A play is listed once it is over and collected at the next crawl: what the newest crawl could not yet see does not count.
  const rows = await Promise.all(
    sandbox.accounts
      .filter(({ listener }) => listener.id === userId)
      .map(async ({ provider, name }) => {
        const crawledAt = (await operator.schedule(userId, provider))?.lastCrawledAt ?? '';
        return sandbox.truth(provider, name, instantMs(crawledAt)).filter(({ listenedAtMs }) => listenedAtMs >= fromMs)
          .length;
      }),
  );
  const played = rows.reduce((sum, count) => sum + count, 0);
  return { displayName, url: https, topk, played, isExact: topk.listens === played };
}

function instantMs(text: string): number {
  return /^\d+$/u.test(text) ? Number(text) : Date.parse(text);
}
