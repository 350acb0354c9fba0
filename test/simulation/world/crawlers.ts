import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

import { accountAccess } from '../../../functions/accounts/account-access.ts';
import { crawlBatch } from '../../../functions/crawling/crawl-batch.ts';
import type { CrawlJob } from '../../../functions/crawling/domain/crawl.ts';
import type { EntryAnswer } from '../../../functions/crawling/ports.ts';
import { listenbrainz } from '../../../functions/crawling/providers/listenbrainz.ts';
import type { Http, ProviderWorld } from '../../../functions/crawling/providers/provider.ts';
import { spotify } from '../../../functions/crawling/providers/spotify.ts';
import { scheduleCrawls } from '../../../functions/crawling/schedule-crawls.ts';
import { memoryTokenTable, memoryVault } from '../../support/memory-accounts.ts';
import type { PortCall } from '../../support/memory-accounts.ts';
import type { Environment } from '../engine/environment.ts';
import type { Run } from '../engine/run.ts';
import { checkCursor } from '../oracles/crawled.ts';
import { Renewals } from '../oracles/renewals.ts';
import type { EventLog } from './event-log.ts';
import type { Listeners } from './listeners.ts';
import type { ProviderHttp } from './provider-http.ts';
import type { Tables } from './tables.ts';

const leaseMs = 15 * 60_000;
const intervalMs = 25 * 60_000;

const accepted: EntryAnswer = { accepted: true };
const refused: EntryAnswer = { accepted: false, reason: 'ThroughputExceeded', mayRetry: true };

/** What the world of the crawler is made of. */
export type CrawlingWorld = {
  readonly run: Run;
  readonly tables: Tables;
  readonly log: EventLog;
  readonly listeners: Listeners;
  readonly http: ProviderHttp;
};

/** The scheduler as it is deployed; `send` puts a job's body into the queue. */
export function loadScheduler({ tables }: CrawlingWorld, environment: Environment, send: (body: string) => void) {
  const { schedule } = tables;
  let claims = 0;
  const run = scheduleCrawls({
    nowMs: environment.nowMs,
    chance: environment.chance,
    pause: environment.pause,
    log: environment.log,
    leaseMs,
    newClaimId: () => `claim-${environment.name}-${(claims += 1)}`,
    schedule: {
      async *dueRows(shard, nowMs) {
        // A shard that no row lives in answers the same whenever it is asked, so nothing is lost by answering at once.
        if (![...schedule.rows.values()].some(({ dueShard }) => dueShard === shard)) return;
        yield await environment.call('schedule.due', () => schedule.due(shard, nowMs));
      },
      claim: (row, claimId, leaseEndsAtMs) =>
        environment.call('schedule.claim', () => schedule.claim(row, claimId, leaseEndsAtMs)),
    },
    jobs: {
      send: (jobs) =>
        environment.call(
          'jobs.send',
          (share) => jobs.map((job, index) => (index < share * jobs.length ? (send(bodyOf(job)), accepted) : refused)),
          { isPartial: true },
        ),
    },
  });
  return (_tick: unknown, remainingMs: () => number) => run(remainingMs);
}

const bodyOf = ({ userId, provider, claimId }: CrawlJob): string =>
  JSON.stringify({ user_id: userId, provider, claim_id: claimId });

/** HTTP as a worker has it: what a page shows is seen when the page has arrived. */
const httpOf =
  (environment: Environment, provider: ProviderHttp): Http =>
  async (request) => {
    const { response, plays } = await environment.call('provider.http', () => provider.respond(request));
    for (const play of plays) play.isServed = true;
    return response;
  };

/** The worker as it is deployed. */
export function loadWorker(
  { run, tables, log, listeners, http }: CrawlingWorld,
  environment: Environment,
): (event: SQSEvent, remainingMs: () => number) => Promise<SQSBatchResponse> {
  const { schedule } = tables;
  const { nowMs, chance, pause } = environment;
  const call: PortCall = (name, effect) => environment.call(name, effect);
  const renewals = new Renewals(run);
  const web = httpOf(environment, http);
  const world: ProviderWorld = { http: (request) => (renewals.check(request), web(request)), nowMs };
  const urls = { clientId: 'client', accountsUrl: 'https://accounts.test', apiUrl: 'https://spotify.test' };
  const modules = [spotify(urls, world), listenbrainz({ apiUrl: 'https://listenbrainz.test' }, world)];
  return crawlBatch({
    nowMs,
    chance,
    pause,
    log: environment.log,
    intervalMs,
    providers: new Map(modules.map((module) => [module.name, module])),
    access: accountAccess({
      nowMs,
      log: environment.log,
      tokens: renewals.watch(memoryTokenTable(tables.tokens, call)),
      vault: memoryVault(call),
    }),
    schedule: {
      read: (key) => environment.call('schedule.read', () => schedule.read(key)),
      release: (job, change) =>
        environment.call('schedule.release', () => {
          const isMine = schedule.release(job, change);
          if (isMine) checkCursor(run, listeners, job, change.cursorMs);
          return isMine;
        }),
    },
    listens: {
      put: (records) =>
        environment.call(
          'listens.put',
          (share) =>
            records.map(({ partitionKey, data }): EntryAnswer => {
              if (share < 1 && !run.chance.is(share)) return refused;
              log.put(partitionKey, data, true);
              return accepted;
            }),
          { isPartial: true },
        ),
    },
  });
}
