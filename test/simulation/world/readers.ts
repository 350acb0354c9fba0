import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import { memoryCache } from '../../../functions/serving/adapters/memory-cache.ts';
import type { DailyAggregate } from '../../../functions/serving/domain/rank-songs.ts';
import { rememberedLabels, rememberedZones } from '../../../functions/serving/remembered.ts';
import { serveTopk } from '../../../functions/serving/serve-topk.ts';
import type { Environment } from '../engine/environment.ts';
import { FunctionPool } from '../engine/function-pool.ts';
import { readUnits } from '../engine/meter.ts';
import { queriedBytes, ReadModel } from '../engine/read-model.ts';
import type { Run } from '../engine/run.ts';
import { localDayOf } from '../oracles/ranking.ts';
import type { Question } from '../oracles/ranking.ts';
import { checkReply } from '../oracles/reply.ts';
import type { Given } from '../oracles/reply.ts';
import { wellFormed } from './consumers.ts';
import type { Listeners } from './listeners.ts';
import type { Tables } from './tables.ts';

const cacheTtlMs = 30_000;
const timeoutMs = 10_000;

/** A user whose every aggregate has expired, and lies there all the same because the table deletes late. */
export const ghostId = 'ghost';

/** What an environment of the service has done, as far as a reply is judged by it. */
type Witness = {
  lastRead: readonly DailyAggregate[];
  readonly given: Map<string, Given>;
  readonly model: ReadModel;
};

/** The people who look at rankings, and the function that answers them. */
export class Readers {
  readonly #run: Run;
  readonly #listeners: Listeners;
  readonly #tables: Tables;
  readonly #witnesses = new Map<Environment, Witness>();
  readonly #pool: FunctionPool<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2>;

  constructor(run: Run, tables: Tables, listeners: Listeners) {
    this.#run = run;
    this.#tables = tables;
    this.#listeners = listeners;
    this.#pool = new FunctionPool(run, 'topk-api', timeoutMs, (environment) => this.#load(environment));
  }

  /** Asks something, for whoever it may be. */
  askAnything(): void {
    const { chance } = this.#run;
    const userId = chance.is(0.1) ? ghostId : chance.pick(this.#listeners.accounts).userId;
    this.ask(this.#questionOf(userId));
  }

  /** Asks the same or nearly the same several times around an instant. */
  askAround(instantMs: number): void {
    const { chance, timeline } = this.#run;
    const question = this.#questionOf(chance.pick(this.#listeners.accounts).userId);
    for (const offsetMs of [-25_000, -5_000, -1, 0, 1_000, 4_000]) {
      const other = chance.is(0.3)
        ? { ...question, days: chance.between(1, 7), k: chance.pick([1, 2, 100]) }
        : question;
      timeline.at(instantMs + offsetMs, () => this.ask(other));
    }
  }

  /** The next midnight on somebody's wall, if it is not far. */
  nextMidnightMs(): number | undefined {
    const { chance, timeline } = this.#run;
    const zone = this.#zoneOf(chance.pick(this.#listeners.accounts).userId) ?? 'UTC';
    const slotMs = 15 * 60_000;
    const firstMs = Math.ceil(timeline.nowMs / slotMs) * slotMs;
    for (let atMs = firstMs; atMs < firstMs + 8 * slotMs; atMs += slotMs)
      if (localDayOf(zone, atMs) !== localDayOf(zone, atMs - 1)) return atMs;
    return undefined;
  }

  ask(question: Question): void {
    const run = this.#run;
    const askedAtMs = run.timeline.nowMs;
    this.#pool.invoke(requestFor(question), (outcome) => {
      if (outcome.type === 'Threw') run.violate('topk never throws', String(outcome.fault));
      if (outcome.type !== 'Answered') return;
      const { environment, answer } = outcome;
      const { lastRead: aggregates, given, model } = this.#witnessOf(environment);
      const zone = this.#zoneOf(question.userId) ?? 'UTC';
      const nowMs = askedAtMs + environment.skewMs;
      const titleOf = (songId: string) => this.#tables.catalogue.rows.get(songId)?.label.title;
      checkReply(run, { question, zone, nowMs, answer, aggregates, given, cacheTtlMs, titleOf, model });
    });
  }

  /** Makes the function begin anew, its memory empty. */
  forget(): void {
    this.#pool.forget();
  }

  #zoneOf(userId: string): string | undefined {
    return userId === ghostId ? 'UTC' : this.#listeners.zoneOf.get(userId);
  }

  #questionOf(userId: string): Question {
    const { chance } = this.#run;
    return {
      userId,
      days: chance.pick([1, 2, 7, 7]),
      k: chance.pick([1, 2, 3, 10, 100]),
      window: chance.pick(['calendar', 'calendar', 'rolling']),
      inferred: chance.pick(['include', 'include', 'exclude']),
      ...(chance.is(0.2) ? { provider: chance.pick(['spotify', 'listenbrainz', 'lastfm']) } : {}),
    };
  }

  #witnessOf(environment: Environment): Witness {
    let witness = this.#witnesses.get(environment);
    if (!witness)
      this.#witnesses.set(
        environment,
        (witness = { lastRead: [], given: new Map(), model: new ReadModel(this.#run.meter) }),
      );
    return witness;
  }

  #load(environment: Environment) {
    const { aggregates, catalogue } = this.#tables;
    const { meter, chance } = this.#run;
    const { nowMs } = environment;
    const witness = this.#witnessOf(environment);
    const users = {
      zoneOf: (userId: string) =>
        environment.call('users.zoneOf', () => {
          meter.readForReplies += readUnits(1);
          return this.#zoneOf(userId);
        }),
    };
    const labels = {
      find: (songIds: readonly string[]) =>
        environment.call('labels.find', () => {
          meter.readForReplies += songIds.length * readUnits(1);
          const rows = wellFormed(this.#run, () => catalogue.find(songIds));
          return new Map(rows.map(({ songId, label }) => [songId, label] as const));
        }),
    };
    const serve = serveTopk(
      {
        nowMs,
        log: environment.log,
        cache: memoryCache(),
        users: rememberedZones(users, nowMs),
        labels: rememberedLabels(labels, nowMs),
        aggregates: {
          read: (userId, first, last) =>
            environment.call('aggregates.read', () => {
              witness.lastRead = wellFormed(this.#run, () =>
                aggregates.read(userId, first, last, (elements) => chance.shuffled(elements)),
              );
              meter.readForReplies += readUnits(queriedBytes(witness.lastRead));
              return witness.lastRead;
            }),
        },
      },
      cacheTtlMs,
    );
    return (event: APIGatewayProxyEventV2) => serve(event);
  }
}

function requestFor({ userId, days, k, window, provider, inferred }: Question): APIGatewayProxyEventV2 {
  const query = `days=${days}&k=${k}&window=${window}&inferred=${inferred}`;
  return {
    rawPath: `/users/${userId}/topk`,
    rawQueryString: provider === undefined ? query : `${query}&provider=${provider}`,
    requestContext: { requestId: 'trace', http: { method: 'GET' } },
  } as APIGatewayProxyEventV2;
}
