/**
 * Drives the real CDK CLI against the local cloud, the way of a person who has just heard of it: bootstrap, deploy,
 * diff, change, hotswap, watch, a deployment that fails, destroy, with two apps that are not ours.
 *
 * `node bin/run.mjs test/cdk-apps/run.ts` starts a cloud of its own; with AWS_ENDPOINT_URL it uses the one that is there.
 */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { CloudFormationClient, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

import { createCloud } from '../../localstack/cloud.ts';
import { cdk, startCdk, type CdkOptions } from './cdk-cli.ts';

/** What each other stack of the gallery uses that is not hosted, as the CLI has to show it. */
const refused: readonly (readonly [stackName: string, words: RegExp])[] = [
  ['Gallery-Uploads', /lambda runtime 'python3\.\d+' is not implemented/u],
];

const deployAll = ['--all', '--require-approval', 'never'];
const deployWork = ['Reminders-Work', '--exclusively', '--require-approval', 'never'];

/** The change that is deployed half-way through, and stays. */
const longer = { RETENTION_DAYS: '5' };

/** How long `cdk watch` may take to notice a change and bring it to the cloud. */
const watchMs = 60_000;

// The apps are changed while this runs, so they are copied; inside the repository, where they find the CDK's library.
const ignored = join(import.meta.dirname, '../../.local-cloud');
mkdirSync(ignored, { recursive: true });
const folder = mkdtempSync(join(ignored, 'cdk-apps-'));
const own = process.env['AWS_ENDPOINT_URL'];
const cloud = own === undefined ? await createCloud({ folder: join(folder, 'state'), port: 0 }) : undefined;
const endpointUrl = own ?? `http://localhost:${cloud?.port}`;
const settings = {
  endpoint: endpointUrl,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const stacks = new CloudFormationClient(settings);
const functions = new LambdaClient(settings);
const queues = new SQSClient(settings);

try {
  await main();
} finally {
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function main(): Promise<void> {
  for (const app of ['reminders', 'gallery'])
    cpSync(join(import.meta.dirname, app), join(folder, app), { recursive: true });
  await step('bootstrap', async () => {
    const text = await succeed('bootstrap', []);
    assert.match(text, /Environment .* bootstrapped/u);
  });
  await step('deploy', deployAndUse);
  await step('change in place', changeInPlace);
  await step('a deployment that fails', failAndRollBack);
  await step('hotswap', async () => {
    writeGreeting('good evening');
    assert.match(await succeed('deploy', [...deployWork, '--hotswap'], longer), /hotswapped!/u);
    assert.equal(await greet(), 'good evening');
  });
  await step('watch', watch);
  await step('a second app, and refusals by name', visitGallery);
  await step('destroy', async () => {
    await succeed('destroy', ['--all', '--force']);
    const { StackSummaries = [] } = await stacks.send(new ListStacksCommand({}));
    const left = StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
    assert.deepEqual(
      left.map(({ StackName }) => StackName),
      ['CDKToolkit'],
    );
  });
}

async function deployAndUse(): Promise<void> {
  await succeed('deploy', deployAll);
  assert.equal(await greet(), 'good morning');
  assert.match(await succeed('diff', []), /Number of stacks with differences: 0/u);
  assert.match(await succeed('deploy', deployAll), /Reminders-Work \(no changes\)/u);
}

async function changeInPlace(): Promise<void> {
  const QueueUrl = await output('UndoneQueueUrl');
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
  assert.match(await succeed('diff', [], longer), /MessageRetentionPeriod/u);
  assert.match(await succeed('deploy', deployWork, longer), /UPDATE_COMPLETE/u);
  assert.equal(await output('UndoneQueueUrl'), QueueUrl);
  const { Attributes } = await queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  assert.equal(Attributes?.['MessageRetentionPeriod'], String(5 * 24 * 60 * 60));
  assert.equal(Attributes['ApproximateNumberOfMessages'], '1');
}

async function failAndRollBack(): Promise<void> {
  const { exitCode, text } = await run('deploy', deployWork, { GREET_MEMORY_MB: '20000', RETENTION_DAYS: '6' });
  assert.notEqual(exitCode, 0, text);
  assert.match(text, /UPDATE_FAILED .*AWS::Lambda::Function/u);
  // The CLI cuts long statuses off.
  assert.match(text, /UPDATE_ROLLBACK_COMPLET/u);
  assert.equal(await greet(), 'good morning');
}

async function watch(): Promise<void> {
  const child = startCdk(['watch', ...deployWork.slice(0, 2)], reminders(longer));
  try {
    const deadlineMs = performance.now() + watchMs;
    for (let night = 1; (await greet()) === 'good evening'; night += 1) {
      assert.ok(performance.now() < deadlineMs, `cdk watch has not brought the change within ${watchMs} ms`);
      writeGreeting(`good night ${night}`);
      await wait(2_000);
    }
  } finally {
    child.kill('SIGKILL');
  }
}

/** The gallery's app in `gallery.out`, which its stacks are deployed from without synthesizing it again. */
function gallery(command: string, ...parameters: readonly string[]) {
  const outputFolder = join(folder, 'gallery.out');
  const app = command === 'synth' ? [] : ['--app', outputFolder];
  const options = { ...reminders({}), appFolder: join(folder, 'gallery'), outputFolder };
  return cdk([command, ...parameters, ...app], options);
}

async function visitGallery(): Promise<void> {
  assert.equal((await gallery('synth', '--quiet')).exitCode, 0);
  const hosted = ['Gallery-Ordered', 'Gallery-Watched', 'Gallery-Openings'];
  const deployed = await gallery('deploy', ...hosted, '--require-approval', 'never');
  assert.equal(deployed.exitCode, 0, deployed.text);
  await visitInOrder();
  await inviteEverybody();
  for (const [stackName, words] of refused) {
    const { exitCode, text } = await gallery('deploy', stackName, '--require-approval', 'never');
    assert.notEqual(exitCode, 0, text);
    assert.match(text, words);
  }
  // What was begun and rolled back leaves its stack behind, as at AWS.
  const { exitCode, text } = await gallery('destroy', '--all', '--force');
  assert.equal(exitCode, 0, text);
}

async function visitInOrder(): Promise<void> {
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: 'gallery-visitors.fifo' }));
  const visitors = ['first', 'second', 'second', 'third'];
  for (const MessageBody of visitors) {
    await queues.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'door' }));
  }
  const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  assert.deepEqual(
    Messages.map(({ Body }) => Body),
    ['first', 'second', 'third'],
  );
}

/** One publication reaches both queues. By form, since the project has no other use for an SNS client. */
async function inviteEverybody(): Promise<void> {
  const invitation = {
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: 'arn:aws:sns:us-east-1:000000000000:gallery-opening',
    Message: 'come and see',
  };
  const published = await fetch(endpointUrl, { method: 'POST', body: new URLSearchParams(invitation) });
  assert.equal(published.status, 200, await published.text());
  for (const QueueName of ['gallery-press', 'gallery-friends']) {
    const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
    assert.match(Messages[0]?.Body ?? '', /come and see/u);
  }
}

function reminders(environment: Readonly<Record<string, string>>): CdkOptions {
  return {
    endpointUrl,
    appFolder: join(folder, 'reminders'),
    outputFolder: join(folder, 'reminders.out'),
    environment,
  };
}

async function run(command: string, parameters: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  return await cdk([command, ...parameters], reminders(environment));
}

async function succeed(...[command, parameters, environment]: Parameters<typeof run>): Promise<string> {
  const { exitCode, text } = await run(command, parameters, environment);
  assert.equal(exitCode, 0, text);
  return text;
}

async function output(key: string): Promise<string> {
  const { Stacks = [] } = await stacks.send(new DescribeStacksCommand({ StackName: 'Reminders-Work' }));
  const found = Stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
  assert.ok(found, `there is no output ${key}`);
  return found;
}

/** What the deployed function says. */
async function greet(): Promise<unknown> {
  const { Payload } = await functions.send(new InvokeCommand({ FunctionName: await output('GreetFunction') }));
  return JSON.parse(Buffer.from(Payload ?? []).toString());
}

function writeGreeting(words: string): void {
  writeFileSync(join(folder, 'reminders/greet/index.mjs'), `export const handler = async () => '${words}';\n`);
}

async function step(title: string, act: () => Promise<void>): Promise<void> {
  const startedAtMs = performance.now();
  await act();
  process.stdout.write(`${title.padEnd(40)} ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s\n`);
}
