/** From the log to both tables: both consumers as deployed, drain a week of listening, and are checked for every user. */
import { join } from 'node:path';

import type { Bench } from '../bench.ts';
import { plainSender } from '../load/senders.ts';
import { startApp, type App } from '../pipeline/app.ts';
import { drain } from '../pipeline/drain.ts';
import { ExactCounter } from '../pipeline/exact-counter.ts';
import { arrivalOrder, eventsOf, generateHistory, type Arrival } from '../pipeline/listens.ts';
import { publish, type PublishedLog, type Recorded } from '../pipeline/publish.ts';
import { verify, type Verdict } from '../pipeline/verify.ts';
import { takeProfiles } from '../profile/profiles.ts';
import { figure, mebibytes } from '../report.ts';
import { cpuMsOf, childrenOf, usageOf } from '../usage.ts';

/** What other sections find when this one is through: an app full of listens, and the same in node:sqlite. */
export interface FullApp {
  readonly app: App;
  readonly counterFile: string;
}

export const goalPerSecond = 11_600;
const seed = 20261120;
const hourMs = 3_600_000;
const recordsPerTransaction = 10_000;
const titles: Record<Arrival, string> = {
  crawls: 'listens from the log to both tables, as crawls deliver them',
  interleaved: 'listens from the log to both tables, fully interleaved',
};

export async function benchPipeline(bench: Bench): Promise<FullApp> {
  bench.report.section(
    'pipeline',
    `${figure(bench.options.listens)} listens, 2 % duplicates; goal ${figure(goalPerSecond)}/s`,
  );
  const interleaved = await runArrival(bench, 'interleaved');
  await bench.release(interleaved.app.cloud);
  return await runArrival(bench, 'crawls');
}

/** Only as much as other sections need: the listens are there, nothing is reported. */
export async function fillApp(bench: Bench): Promise<FullApp> {
  return await runArrival(bench, 'crawls', { isQuiet: true });
}

async function runArrival(bench: Bench, arrival: Arrival, { isQuiet = false } = {}): Promise<FullApp> {
  const { report, options } = bench;
  report.tell(`making up ${figure(options.listens)} listens, ${arrival}`);
  const history = generateHistory(options.listens, Math.floor(Date.now() / hourMs) * hourMs, seed);
  const order = arrivalOrder(history, arrival, seed + 1);
  const eventAt = eventsOf(history);
  const recordAt = (position: number): Recorded => {
    const event = eventAt(order[position] ?? 0);
    return { data: Buffer.from(JSON.stringify(event)), key: event.user_id };
  };

  report.tell('node:sqlite: raw listens and exact counts');
  const counterFile = join(bench.folder, `counter-${arrival}.sqlite`);
  const counter = new ExactCounter(counterFile);
  const beside = { name: 'node:sqlite, in process, exact', value: countAll(counter, order.length, recordAt) };

  const app = await startApp(bench, `pipeline-${arrival}`);
  report.tell(`publishing ${order.length} records`);
  const log = await publish(app.cloud.url, app.outputs.output('ListensStream'), order.length, recordAt);
  report.tell('both consumers drain the log');
  const { value, notes } = await drainAll(bench, app, log, arrival);

  report.tell('comparing both tables with the independent count');
  const verdict = await verify(app.cloud.url, tablesOf(app), counter);
  counter.close();
  const setAside = await setAsideCount(app);
  const exact = exactness(verdict, setAside);
  const ours = { name: 'both Lambdas, our cloud', value, notes: { ...notes, exact } };
  const row = {
    section: 'pipeline',
    measure: titles[arrival],
    unit: 'listens/s',
    better: 'more',
    ours,
    beside,
  } as const;
  if (!isQuiet) report.add(row);
  if (!verdict.isExact || setAside > 0)
    throw new Error(`The tables are not exact: ${exact}\n  ${verdict.faults.slice(0, 5).join('\n  ')}`);
  return { app, counterFile };
}

/** Listens per second from the log to both tables, and what that took of the machine. */
async function drainAll({ report, options }: Bench, app: App, log: PublishedLog, arrival: Arrival) {
  const { cloud, lambda, mappingIds } = app;
  const cloudBeforeMs = cpuMsOf([cloud.pid]);
  const { elapsedMs, tipMs } = await drain(cloud, lambda, mappingIds, log, (text) => report.tell(text));
  const functionPids = childrenOf(cloud.pid);
  const perListenUs = (ms: number): number => (ms * 1000) / log.count;
  const value = (log.count / elapsedMs) * 1000;
  const notes = {
    'of the goal': value / goalPerSecond,
    'drained in s': elapsedMs / 1000,
    'stored after s': (tipMs[0] ?? 0) / 1000,
    'aggregated after s': (tipMs[1] ?? 0) / 1000,
    'cloud µs': perListenUs(cpuMsOf([cloud.pid]) - cloudBeforeMs),
    'Lambdas µs': perListenUs(cpuMsOf(functionPids)),
    'cloud peak': mebibytes(usageOf(cloud.pid)?.peakBytes ?? 0),
    'Lambdas peak': functionPids.map((pid) => mebibytes(usageOf(pid)?.peakBytes ?? 0)).join(' + '),
  };
  await takeProfiles(options.profileFolder, [cloud.pid, ...functionPids], `pipeline, ${arrival}`);
  return { value, notes };
}

/** Listens per second of the alternative; making the listens up is not counted. */
function countAll(counter: ExactCounter, count: number, recordAt: (position: number) => Recorded): number {
  let elapsedMs = 0;
  for (let first = 0; first < count; first += recordsPerTransaction) {
    const length = Math.min(recordsPerTransaction, count - first);
    const records = Array.from({ length }, (_, offset) => recordAt(first + offset).data);
    const beganMs = performance.now();
    counter.take(records);
    elapsedMs += performance.now() - beganMs;
  }
  return (count / elapsedMs) * 1000;
}

const tablesOf = ({ outputs }: App) => ({
  history: outputs.output('UserListenHistoryTable'),
  aggregates: outputs.output('UserDailyTopKTable'),
  songs: outputs.output('SongCatalogueTable'),
});

const exactness = ({ exactUsers, users, listens }: Verdict, setAside: number): string =>
  `${exactUsers} of ${users} users, ${listens} listens${setAside > 0 ? `, ${setAside} messages set aside` : ''}`;

/** Records that the consumers or their mappings gave up. */
async function setAsideCount({ cloud, outputs }: App): Promise<number> {
  const { send } = plainSender('sqs', cloud.url);
  let count = 0;
  for (const key of ['ListenPoisonQueueUrl', 'RawEventProcessorFailedQueueUrl', 'AggregatorFailedQueueUrl']) {
    const input = { QueueUrl: outputs.output(key), AttributeNames: ['ApproximateNumberOfMessages'] };
    const { Attributes } = await send({ operation: 'GetQueueAttributes', input });
    count += Number((Attributes as Record<string, string>)['ApproximateNumberOfMessages']);
  }
  return count;
}
