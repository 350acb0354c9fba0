/** `npm run cloud`: the local cloud by itself. */
import { readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { createCloud, type Cloud } from './cloud.ts';
import { parseFaultRules } from './engine/faults/fault-rule.ts';
import type { FaultRule } from './engine/faults/fault-rule.ts';
import { lineLog } from './engine/log.ts';
import { makeFolder } from './engine/make-folder.ts';

const helpText = `npm run cloud [-- OPTION…]

AWS services on this machine, on one port, HTTP and HTTPS, for AWS's SDKs, CLI and the CDK. No Docker, no account.

  --port NUMBER        4566
  --host ADDRESS       127.0.0.1; other addresses let other machines in, without any password
  --state FOLDER       what it must not forget (.local-cloud/state)
  --fresh              forget it
  --assembly FOLDER    deploy this cloud assembly (such as cdk.out) at the start
  --no-iam             let functions and other roles do everything, whatever their policies say
  --faults FILE        break by the rules in this file, a JSON list (README.md, "Break it")
  --help               this text

  export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test`;

await main();

async function main(): Promise<void> {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '4566' },
        host: { type: 'string', default: '127.0.0.1' },
        state: { type: 'string', default: '.local-cloud/state' },
        assembly: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        faults: { type: 'string' },
        'no-iam': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return console.log(helpText);
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`--port must be from 0 to 65535, got '${values.port}'`);
    const faults = values.faults === undefined ? [] : readRules(values.faults);
    const folder = resolve(values.state);
    if (values.fresh) rmSync(folder, { recursive: true, force: true });
    makeFolder(folder);
    const log = lineLog((line) => process.stderr.write(line), Date.now);
    const cloud = await createCloud({ folder, port, host: values.host, log, iam: !values['no-iam'], faults });
    stopWith(cloud);
    if (values.assembly)
      await cloud.deployAssembly(resolve(values.assembly), {
        parameters: {},
        onEvent: (event) => log('info', 'stack-event', { ...event }),
      });
    announce(cloud, folder);
  } catch (fault) {
    refuse(explain(fault as NodeJS.ErrnoException));
  }
}

/** Ends in order on a signal, and when the process that started this one is gone. */
function stopWith(cloud: Cloud): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    void cloud.stop().then(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (process.send) process.once('disconnect', stop);
  // The launcher in front of this program may be killed without a word.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(), 1_000).unref();
}

function announce({ url, services }: Cloud, folder: string): void {
  if (process.send) return void process.send({ ready: url });
  console.log(`The local cloud is up: ${url} and ${url.replace('http:', 'https:')}`);
  console.log(`  services  ${services.map(({ name }) => name).join(', ')}`);
  console.log(`  state     ${folder}`);
  console.log(`  stop      Ctrl-C`);
}

/** The message of whatever is wrong with the file names the file. */
function readRules(file: string): readonly FaultRule[] {
  try {
    return parseFaultRules(JSON.parse(readFileSync(resolve(file), 'utf8')));
  } catch (fault) {
    throw new Error(`--faults ${file}: ${(fault as Error).message}`, { cause: fault });
  }
}

function explain(fault: NodeJS.ErrnoException): string {
  if (fault.code === 'EADDRINUSE')
    return `The port is taken: ${fault.message}. Stop what uses it, or choose another with --port.`;
  return fault.message;
}

function refuse(sentence: string): void {
  if (process.send) process.send({ failed: sentence }, () => process.exit(1));
  else {
    console.error(sentence);
    process.exit(1);
  }
}
