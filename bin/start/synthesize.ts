/** Makes `cdk.out` from the CDK app, unless it is already the assembly of exactly these sources. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export const assemblyFolder = 'cdk.out';
const stampFile = join(assemblyFolder, '.sources');
const sources = ['bin/app.ts', 'lib/**/*.ts', 'functions/**/*.ts', 'package-lock.json', 'cdk.json'];

export async function synthesize(): Promise<{ summary: string }> {
  const hash = sourcesHash();
  const isCurrent =
    existsSync(join(assemblyFolder, 'manifest.json')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === hash;
  if (isCurrent) return { summary: `${assemblyFolder} is current` };
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'bin/app.ts'], {
    env: { ...process.env, CDK_OUTDIR: assemblyFolder, HEAVY_ROTATION_STAGE: 'local' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  if (code !== 0) throw new Error(`the CDK app did not synthesize (exit code ${code}):\n${errors || output}`);
  writeFileSync(stampFile, hash);
  return { summary: `the CDK app → ${assemblyFolder}` };
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((pattern) => globSync(pattern)).toSorted()) {
    hash.update(`${file}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
