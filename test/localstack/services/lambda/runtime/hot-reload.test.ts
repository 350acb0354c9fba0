import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { GetFunctionCommand, PublishVersionCommand, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

import { LambdaWorld, zip } from '../support/lambda-world.ts';

let world: LambdaWorld;
let folder: string;
const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
const answers = (text: string): string => `export const handler = async () => process.pid + ' ${text}';`;
const hot = (S3Key: string) => ({ Code: { S3Bucket: 'hot-reload', S3Key } });

beforeEach(() => {
  world = new LambdaWorld();
  folder = mkdtempSync(join(tmpdir(), 'hot-'));
});
afterEach(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a function deployed from the bucket hot-reload runs its folder’s code as it changes', async () => {
  write('index.mjs', answers('before'));
  await world.create('', hot(folder));
  const first = (await world.invoke()).payload;
  expect(first).toContain('before');
  expect((await world.invoke()).payload).toBe(first);

  write('index.mjs', answers('after the change'));

  expect((await world.invoke()).payload).toContain('after the change');
});

test('a change in a folder within counts, one in node_modules does not', async () => {
  write('index.mjs', "import { text } from './lib/text.mjs'; export const handler = async () => process.pid + text;");
  mkdirSync(join(folder, 'lib'));
  mkdirSync(join(folder, 'node_modules'));
  write('lib/text.mjs', "export const text = ' one';");
  await world.create('', hot(folder));
  const first = (await world.invoke()).payload;

  write('node_modules/new.js', '');
  expect((await world.invoke()).payload).toBe(first);
  write('lib/text.mjs', "export const text = ' another';");
  expect((await world.invoke()).payload).toContain(' another');
});

test('ends when the function is given other code, and is no version', async () => {
  write('index.mjs', answers('hot'));
  await world.create('', hot(folder));
  await expect(world.client.send(new PublishVersionCommand({ FunctionName: 'work' }))).rejects.toThrow(
    'not implemented',
  );
  const ZipFile = zip({ 'index.mjs': answers('deployed') });
  await world.client.send(new UpdateFunctionCodeCommand({ FunctionName: 'work', ZipFile }));
  write('index.mjs', answers('changed'));

  expect((await world.invoke()).payload).toContain('deployed');
  const { Code } = await world.client.send(new GetFunctionCommand({ FunctionName: 'work' }));
  expect(Code?.Location).not.toContain('hot-');
});

test.each(['relative/path', '/nowhere/at/all'])('a key that is no folder is refused: %s', async (key) => {
  await expect(world.create('', hot(key))).rejects.toThrow('absolute path of a folder');
});
