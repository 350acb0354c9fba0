/** `npm run bench`: how fast it all is on this machine, each figure beside a named alternative. Asserts no times. */
import { Bench } from './bench.ts';
import { helpText, readOptions, type BenchOptions } from './options.ts';
import { benchDynamodb } from './sections/dynamodb.ts';
import { benchKinesis } from './sections/kinesis.ts';
import { benchPipeline, type FullApp } from './sections/pipeline.ts';
import { benchStart } from './sections/start.ts';
import { benchTopk } from './sections/topk.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (options) await run(options);
  else console.log(helpText);
} catch (fault) {
  console.error(`\n${(fault as Error).message}`);
  process.exitCode = 1;
}

async function run(options: BenchOptions): Promise<void> {
  const bench = new Bench(options);
  const stop = (): void => void bench.close().then(() => process.exit(130));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    await runSections(bench);
  } catch (fault) {
    if (!bench.isClosing) throw fault;
  } finally {
    if (options.jsonFile) bench.report.write(options.jsonFile);
    await bench.close();
  }
}

async function runSections(bench: Bench): Promise<void> {
  const { sections } = bench.options;
  if (sections.has('kinesis')) await benchKinesis(bench);
  if (sections.has('dynamodb')) await benchDynamodb(bench);
  let full: FullApp | undefined;
  if (sections.has('pipeline')) full = await benchPipeline(bench);
  if (sections.has('topk')) await benchTopk(bench, full);
  else if (full) await bench.release(full.app.cloud);
  if (sections.has('start')) await benchStart(bench);
}
