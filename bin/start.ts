/**
 * `npm start`: the whole product on this machine. Synthesizes the app, starts the local cloud and the provider sandbox,
 * deploys the real template, connects the listeners, crawls, and shows each listener's Top-K with its URL.
 */

import { rmSync } from 'node:fs';

import { answerTable } from './start/answer-table.ts';
import { connectAccounts } from './start/connect-accounts.ts';
import { crawlUntilCaughtUp } from './start/crawl.ts';
import { deploy } from './start/deploy.ts';
import { startLocalCloud, type LocalCloud } from './start/local-cloud.ts';
import { openOperator } from './start/operator.ts';
import { helpText, readOptions, type StartOptions } from './start/options.ts';
import { Progress } from './start/progress.ts';
import { startProviders, type Providers } from './start/providers.ts';
import { readAnswers, type Answer } from './start/read-answers.ts';
import { synthesize } from './start/synthesize.ts';

/** Everything that was started, newest last: stopped in reverse. */
const running: { stop(): Promise<void> }[] = [];
let isStopping = false;

async function run(start: StartOptions): Promise<void> {
  process.once('SIGINT', () => void stopAll(0));
  process.once('SIGTERM', () => void stopAll(0));
  stopWithParent();
  const progress = new Progress(start.startedAtMs);
  try {
    const { cloud, providers, answers, refusals } = await startEverything(start, progress);
    report(start, cloud, providers, answers, progress);
    for (const refusal of refusals) console.error(`\nAttention: ${refusal}.`);
    const isFine = refusals.length === 0 && answers.every(({ isExact }) => isExact);
    if (start.isOnce) return await stopAll(isFine ? 0 : 1);
    console.log('\nStop with Ctrl-C. `npm start` goes on where this left off; `npm start -- --fresh` begins anew.');
    await cloud.ended;
    if (!isStopping) fail(`The local cloud has ended by itself; its last lines are in ${cloud.logFile}.`);
  } catch (fault) {
    if (!isStopping) fail((fault as Error).message);
  }
}

async function startEverything(start: StartOptions, progress: Progress) {
  if (start.isFresh) rmSync(start.folder, { recursive: true, force: true });
  // First what can be wrong with a person's own files, then what takes time.
  const providers = keep(await progress.step('providers', () => startProviders(start)));
  await progress.step('synth', () => synthesize());
  const cloud = keep(await progress.step('cloud', () => startLocalCloud(start)));
  const outputs = await progress.step('deploy', (tell) => deploy(cloud, providers, tell));
  const operator = openOperator(cloud.url, outputs);
  await progress.step('connect', (tell) => connectAccounts(operator, providers, tell));
  const { refusals } = await progress.step('crawl', (tell) => crawlUntilCaughtUp(operator, providers, tell));
  const answers = await progress.step('aggregate', (tell) => readAnswers(operator, providers, tell));
  return { cloud, providers, answers, refusals };
}

/** The launcher may be killed without a word; what it started must not stay behind, holding the port. */
function stopWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stopAll(1);
  }, 1_000).unref();
}

function keep<T extends { stop(): Promise<void> }>(started: T): T {
  running.push(started);
  return started;
}

function report(
  start: StartOptions,
  cloud: LocalCloud,
  { sandbox }: Providers,
  answers: readonly Answer[],
  progress: Progress,
): void {
  for (const answer of answers) console.log(`\n${answerTable(answer)}`);
  console.log(`
Up after ${progress.elapsed()}.
  endpoint    ${cloud.url} and ${cloud.url.replace('http:', 'https:')} (AWS SDKs and CLI: export AWS_ENDPOINT_URL=${cloud.url})
  try it      curl -k '${answers[0]?.url ?? ''}'
  providers   ${sandbox.url}/_sandbox/accounts
  logs        npm run logs -- --follow${start.port === 4566 ? '' : ` --endpoint ${cloud.url}`}   (the cloud's own: ${cloud.logFile})
  state       ${start.folder}`);
}

async function stopAll(exitCode: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  if (exitCode === 0) console.log('\nStopping …');
  for (const started of running.toReversed()) {
    await started.stop().catch((fault: unknown) => console.error(`While stopping: ${(fault as Error).message}`));
  }
  if (exitCode === 0) console.log('Stopped.');
  process.exit(exitCode);
}

function fail(sentence: string): void {
  console.error(`\n${sentence}`);
  void stopAll(1);
}

const options = readOptions(process.argv.slice(2));
if (options.kind === 'help') console.log(helpText);
else if (options.kind === 'mistake') fail(options.message);
else await run(options);
