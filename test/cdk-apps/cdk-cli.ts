/** The real CDK CLI, as a person would run it against the cloud at `endpointUrl`. */
import { spawn, type ChildProcess } from 'node:child_process';
import { dirname, join } from 'node:path';

const cliFile = join(import.meta.dirname, '../../node_modules/aws-cdk/bin/cdk');
/** No command of these apps takes longer on any machine that is not in trouble. */
const timeoutMs = 180_000;

export interface CdkOptions {
  readonly endpointUrl: string;
  /** The app's folder, with its `cdk.json`. */
  readonly appFolder: string;
  /** Where the assembly goes. */
  readonly outputFolder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface CdkAnswer {
  readonly exitCode: number | null;
  /** What was printed, both streams as one. */
  readonly text: string;
}

/** Runs one command to its end. */
export async function cdk(parameters: readonly string[], options: CdkOptions): Promise<CdkAnswer> {
  const child = startCdk(parameters, options);
  const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => chunks.push(String(chunk)));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearTimeout(timer);
  return { exitCode, text: chunks.join('') };
}

/** Starts a command that does not end by itself, such as `watch`. */
export function startCdk(parameters: readonly string[], options: CdkOptions): ChildProcess {
  const { endpointUrl, appFolder, outputFolder, environment = {} } = options;
  const { PATH = '', HOME = '' } = process.env;
  return spawn(process.execPath, [cliFile, ...parameters, '--no-notices', '--output', outputFolder], {
    cwd: appFolder,
    env: {
      // The app is started by the name `node`, which is to be the one that runs this.
      PATH: `${dirname(process.execPath)}:${PATH}`,
      HOME,
      AWS_ENDPOINT_URL: endpointUrl,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CI: '1',
      NO_COLOR: '1',
      ...environment,
    },
  });
}
