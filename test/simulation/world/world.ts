import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';

import { CostModel } from '../engine/cost-model.ts';
import type { Environment } from '../engine/environment.ts';
import { FunctionPool } from '../engine/function-pool.ts';
import type { Run } from '../engine/run.ts';
import { checkAcknowledged, isAggregated, isStored } from '../oracles/acknowledged.ts';
import { loadAggregator, loadHistorian } from './consumers.ts';
import type { Consume } from './consumers.ts';
import { loadScheduler, loadWorker } from './crawlers.ts';
import type { CrawlingWorld } from './crawlers.ts';
import { EventLog } from './event-log.ts';
import type { LogEntry } from './event-log.ts';
import { Foreigners } from './foreigners.ts';
import { JobQueue } from './job-queue.ts';
import { Listeners } from './listeners.ts';
import { Mapping } from './mapping.ts';
import type { GivenUp, LogConsumer } from './mapping.ts';
import { ProviderHttp } from './provider-http.ts';
import { ghostId, Readers } from './readers.ts';
import { Tables } from './tables.ts';

/** A consumer of the log with the mappings that feed it. */
export type FedConsumer = LogConsumer & {
  readonly isDurable: (entry: LogEntry) => boolean;
  readonly mappings: Mapping[];
  /** Records that were given up and then forgotten by the log, before anybody put them back. */
  readonly forgotten: Set<string>;
};

/** Puts another aggregator in the place of ours, to compare designs; it watches itself. */
export type OtherAggregator = {
  readonly load: (environment: Environment) => Consume;
  readonly isDurable: (entry: LogEntry) => boolean;
};

/** The whole pipeline of one run, from the plays of its listeners to the rankings that somebody looks at. */
export class World {
  readonly run: Run;
  readonly tables = new Tables();
  readonly retentionDays: number;
  readonly listeners: Listeners;
  readonly log: EventLog;
  readonly jobs: JobQueue;
  readonly scheduler: FunctionPool<unknown, unknown>;
  readonly readers: Readers;
  readonly foreigners: Foreigners;
  readonly aggregator: FedConsumer;
  readonly historian: FedConsumer;
  readonly cost: CostModel;
  /** When a consumer last got something. */
  deliveredAtMs = 0;

  constructor(run: Run, otherAggregator?: OtherAggregator) {
    this.run = run;
    this.retentionDays = run.chance.pick([9, 30]);
    this.cost = new CostModel(run, this.retentionDays);
    this.listeners = new Listeners(run);
    this.log = new EventLog(run);
    this.foreigners = new Foreigners(run, this.log, this.listeners);
    this.readers = new Readers(run, this.tables, this.listeners);
    if (run.faults.strikes('set-full', 0.5)) this.tables.aggregates.elementsMax = run.chance.between(1, 8);

    const http = new ProviderHttp(run, this.listeners);
    const crawling: CrawlingWorld = { run, tables: this.tables, log: this.log, listeners: this.listeners, http };
    const worker = new FunctionPool<SQSEvent, SQSBatchResponse>(run, 'crawl-worker', 60_000, (environment) =>
      loadWorker(crawling, environment),
    );
    this.jobs = new JobQueue(run, worker);
    this.scheduler = new FunctionPool<unknown, unknown>(run, 'crawl-scheduler', 50_000, (environment) =>
      loadScheduler(crawling, environment, (body) => this.jobs.send(body)),
    );
    this.aggregator = this.#consumer(
      'aggregator',
      otherAggregator?.load ?? ((environment) => loadAggregator(run, this.tables, environment)),
      otherAggregator?.isDurable ?? ((entry) => isAggregated(run, this.tables, entry)),
    );
    this.historian = this.#consumer(
      'raw-event-processor',
      (environment) => loadHistorian(run, this.tables, this.retentionDays, environment),
      (entry) => isStored(run, this.tables, this.retentionDays, entry),
    );
    this.#connectEverybody();
    this.#leaveGhost();
    for (const consumer of this.consumers) this.addMapping(consumer, -Infinity);
  }

  get consumers(): readonly FedConsumer[] {
    return [this.historian, this.aggregator];
  }

  addMapping(consumer: FedConsumer, startsAtMs: number): void {
    this.run.note(`${consumer.name} gets a mapping from ${startsAtMs === -Infinity ? 'TRIM_HORIZON' : startsAtMs}`);
    consumer.mappings.push(new Mapping(this.run, this.log, consumer, startsAtMs));
  }

  /** What the tables delete now: up to half an hour early, or days late. */
  expire(): void {
    const { timeline, faults, chance } = this.run;
    let untilMs = timeline.nowMs;
    if (faults.strikes('expiry-late', 0.5)) untilMs -= chance.below(4 * 86_400_000);
    else if (faults.strikes('expiry-early', 0.5)) untilMs += chance.below(1_800_000);
    this.tables.aggregates.expire(untilMs);
    this.tables.history.expire(untilMs);
    if (untilMs < timeline.nowMs) this.#leaveGhost();
  }

  /** Puts back what was given up: through the front door, or straight to the consumer. What cannot be read is gone. */
  redrive(consumer: FedConsumer): void {
    const { chance } = this.run;
    for (const given of chance.shuffled(consumer.givenUp.splice(0))) this.#redriveOne(consumer, given);
  }

  #redriveOne(consumer: FedConsumer, { shardId, from, to }: GivenUp): void {
    const entries = this.log.stream.shard(shardId).records.slice(from, to + 1);
    const held = entries.filter((entry) => !this.log.hasForgotten(entry));
    for (const entry of entries) if (!held.includes(entry)) consumer.forgotten.add(entry.dataBase64);
    if (held.length < entries.length) this.run.faults.count('records-expired');
    this.run.note(`${consumer.name} gets back ${shardId} from ${from} to ${to}`);
    if (held.length === 0) return;
    if (this.run.chance.is(0.6)) {
      for (const entry of this.run.chance.shuffled(held)) this.log.repeat(entry);
      return;
    }
    consumer.delivered(held);
    consumer.pool.invoke({ Records: held.map(({ delivered }) => delivered) }, (outcome) => {
      const isDone = outcome.type === 'Answered' && outcome.answer.batchItemFailures.length === 0;
      if (isDone) for (const entry of held) consumer.acknowledged(entry);
      else consumer.givenUp.push({ shardId, from, to });
    });
  }

  #consumer(
    name: string,
    load: (environment: Environment) => Consume,
    isDurable: (entry: LogEntry) => boolean,
  ): FedConsumer {
    return {
      name,
      isDurable,
      pool: new FunctionPool(this.run, name, 60_000, load),
      acknowledged: (entry) => checkAcknowledged(this.run, name, entry, isDurable(entry)),
      delivered: (batch) => {
        this.deliveredAtMs = this.run.timeline.nowMs;
        this.cost.delivered(name, batch);
      },
      givenUp: [],
      mappings: [],
      forgotten: new Set(),
    };
  }

  #connectEverybody(): void {
    const { nowMs } = this.run.timeline;
    for (const account of this.listeners.accounts) {
      this.tables.schedule.arm(account.key, nowMs, nowMs - 30 * 86_400_000);
      this.tables.tokens.set(`${account.userId}/${account.provider}`, account.tokenRow(1));
    }
  }

  /** Aggregates of a user who is gone, expired and not yet deleted. A ranking must not show them. */
  #leaveGhost(): void {
    const { nowMs } = this.run.timeline;
    const day = new Date(nowMs).toISOString().slice(0, 10);
    const element = Buffer.from(`01${'ab'.repeat(12)}${'cd'.repeat(8)}000000`, 'hex');
    const expiresAtSeconds = Math.floor(nowMs / 1000) - 3_600;
    const elements = new Map([[element.toString('latin1'), new Uint8Array(element)]]);
    this.tables.aggregates.put(ghostId, day, { elements, expiresAtSeconds });
  }
}
