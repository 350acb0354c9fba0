/** Top-K as people ask for it: through the gateway and the deployed function, beside a bare server on node:sqlite. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import { openOperator } from '../../../bin/start/operator.ts';
import type { Bench } from '../bench.ts';
import { userCount, userIdOf } from '../pipeline/listens.ts';
import { takeProfiles } from '../profile/profiles.ts';
import type { Sample } from '../report.ts';
import type { Server } from '../servers.ts';
import { runRequests, type RequestLoad, type RequestLoadResult } from '../topk/request-load.ts';
import { childrenOf } from '../usage.ts';
import { fillApp, type FullApp } from './pipeline.ts';

const usersCompared = 200;
const connectionCounts = [1, 32];
const pathOf = (user: number): string => `/users/${userIdOf(user)}/topk`;
const everyone = Array.from({ length: userCount }, (_, user) => pathOf(user));

/** Few enough to be remembered, so many that none is asked again before it is forgotten. */
const kinds = [
  { name: 'answered from the table', paths: everyone },
  { name: 'answered from memory', paths: [pathOf(1)] },
];

export async function benchTopk(bench: Bench, full: FullApp | undefined): Promise<void> {
  const { report, options } = bench;
  report.section('topk', 'GET /users/{id}/topk: ten songs of seven days, autocannon');
  const { app, counterFile } = full ?? (await fillApp(bench));
  const { cloud, outputs } = app;
  const alternative = await startSqliteServer(bench, counterFile);
  const base = openOperator(cloud.url, outputs).apiUrl('TopkUrl', '').plain;
  await compareAnswers(base, alternative.url);

  const seconds = options.measureMs / 1000;
  const serverPids = (): number[] => [cloud.pid, ...childrenOf(cloud.pid)];
  for (const connections of connectionCounts) {
    for (const { name, paths } of kinds) {
      const measure = `${connections === 1 ? '1 connection' : `${connections} connections`}, ${name}`;
      report.tell(measure);
      const theirs = await runWarm({
        url: alternative.url,
        paths,
        connections,
        seconds,
        serverPids: () => [alternative.pid],
      });
      const prefix = new URL(base).pathname.replace(/\/$/u, '');
      const ours = await runWarm({
        url: base,
        paths: paths.map((path) => `${prefix}${path}`),
        connections,
        seconds,
        serverPids,
      });
      await takeProfiles(options.profileFolder, serverPids(), measure);
      const processes = serverPids().length - 1;
      addRows(bench, measure, sampleOf('gateway and Lambda, our cloud', ours, { processes }), theirs);
    }
  }
  await bench.release(alternative);
  await bench.release(cloud);
}

function addRows(
  { report }: Bench,
  measure: string,
  ours: Sample & { p99Ms: number },
  theirs: RequestLoadResult,
): void {
  const beside = sampleOf('node:http and node:sqlite', theirs, {});
  const common = { section: 'topk', measure, ours, beside } as const;
  report.add({ ...common, unit: 'requests/s', better: 'more' });
  report.add({
    ...common,
    measure: `${measure}, p99`,
    unit: 'ms',
    better: 'less',
    ours: { name: ours.name, value: ours.p99Ms },
    beside: { name: beside.name, value: beside.p99Ms },
  });
}

function sampleOf(
  name: string,
  { perSecond, p50Ms, p99Ms, serverUs, sources }: RequestLoadResult,
  more: Readonly<Record<string, number>>,
): Sample & { p99Ms: number } {
  const from = Object.entries(sources).map(([source, count]) => [`from ${source}`, count]);
  const notes = { 'p50 ms': p50Ms, 'p99 ms': p99Ms, 'server µs': serverUs, ...Object.fromEntries(from), ...more };
  return { name, value: perSecond, notes, p99Ms };
}

/** The same load twice, from the other end: what the first starts, compiles and remembers is not counted. */
async function runWarm(load: RequestLoad): Promise<RequestLoadResult> {
  await runRequests({ ...load, paths: load.paths.toReversed() });
  return await runRequests(load);
}

interface AnyAnswer {
  readonly listens: number;
  readonly distinct_songs: number;
  readonly songs: readonly { readonly song_id: string; readonly count: number; readonly title: string }[];
}

/** Both give the same ranking, or their speeds are not worth comparing. */
async function compareAnswers(ours: string, theirs: string): Promise<void> {
  const ask = async (url: string): Promise<string> => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
    const { listens, distinct_songs, songs } = (await response.json()) as AnyAnswer;
    return JSON.stringify([listens, distinct_songs, songs.map(({ song_id, count, title }) => [song_id, count, title])]);
  };
  for (let user = 0; user < usersCompared; user += 1) {
    const [our, their] = await Promise.all([
      ask(`${ours.replace(/\/$/u, '')}${pathOf(user)}`),
      ask(`${theirs}${pathOf(user)}`),
    ]);
    if (our !== their) throw new Error(`the answers for ${userIdOf(user)} differ:\n  ${our}\n  ${their}`);
  }
}

async function startSqliteServer(bench: Bench, counterFile: string): Promise<Server> {
  const program = join(import.meta.dirname, '..', 'topk', 'sqlite-server.ts');
  const child = fork(program, [counterFile], { execArgv: ['--disable-warning=ExperimentalWarning'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const kept = bench.keep({ url: '', pid: child.pid ?? 0, stop });
  const port = await new Promise<unknown>((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the alternative ended with exit code ${code}`)));
  });
  return Object.assign(kept, { url: `http://127.0.0.1:${String(port)}` });
}
