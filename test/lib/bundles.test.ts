import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
// Outside the repository, so that a bundle that leaves something to `node_modules` cannot find it.
const outdir = mkdtempSync(join(tmpdir(), 'heavy-rotation-'));

const run = (environment: Record<string, string>) =>
  spawnSync(process.execPath, [join(root, 'bin', 'app.ts')], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'false', CDK_OUTDIR: outdir, ...environment },
  });

beforeAll(() => {
  const { status, stderr } = run({});
  if (status !== 0) throw new Error(`bin/app.ts ended with ${status}:\n${stderr}`);
}, 60_000);

afterAll(() => rmSync(outdir, { recursive: true }));

/** Asset folder and environment of each function, as the assembly has them. */
function deployed() {
  return readdirSync(outdir)
    .filter((file) => file.endsWith('.template.json'))
    .flatMap((file) => {
      const { Resources } = JSON.parse(readFileSync(join(outdir, file), 'utf8')) as {
        Resources: Record<string, { Type: string; Properties: Deployed }>;
      };
      return Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    })
    .map(({ Properties: { FunctionName, Code, Environment } }) => ({
      name: FunctionName.replace('heavy-rotation-', ''),
      entry: join(outdir, `asset.${Code.S3Key.replace('.zip', '')}`, 'index.mjs'),
      environment: Object.fromEntries(
        Object.entries(Environment.Variables).map(([variable, value]) => [variable, settled(variable, value)]),
      ),
    }));
}

type Deployed = {
  FunctionName: string;
  Code: { S3Key: string };
  Environment: { Variables: Record<string, unknown> };
};

/** A plausible value for what only a deployment knows. */
function settled(variable: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (variable.endsWith('_URL')) return 'http://127.0.0.1/x';
  return variable.endsWith('_SECONDS') ? '1500' : 'x';
}

test('every bundle is one file that plain Node.js imports, with a handler', () => {
  const bundles = deployed();
  expect(bundles).toHaveLength(6);
  for (const { name, entry, environment } of bundles) {
    const script = 'const { handler } = await import(process.argv[1]); console.log(typeof handler);';
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script, entry], {
      encoding: 'utf8',
      env: { ...environment, AWS_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: name },
    });
    expect([name, printed.trim()]).toEqual([name, 'function']);
    expect(readdirSync(join(entry, '..'))).toEqual(['index.mjs']);
    // What esbuild leaves where CommonJS code asks for a module that an ES module cannot `require`.
    expect(readFileSync(entry, 'utf8')).not.toContain('Dynamic require of');
  }
});

test('an unknown stage is refused by name', () => {
  const { status, stderr } = run({ HEAVY_ROTATION_STAGE: 'staging' });
  expect(status).toBe(1);
  expect(stderr).toContain('HEAVY_ROTATION_STAGE is "staging"; the stages are: local, production.');
});
