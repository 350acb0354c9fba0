/** The command line of `npm start`. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly kind: 'run';
  readonly startedAtMs: number;
  readonly isFresh: boolean;
  /** Ends after the first answers instead of waiting for Ctrl-C. */
  readonly isOnce: boolean;
  readonly port: number;
  /** Where everything that must not be forgotten is kept. */
  readonly folder: string;
  /** Exports of a person's own listening, absolute paths. */
  readonly histories: readonly string[];
}

export type ParsedOptions =
  | StartOptions
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

export const helpText = `npm start [-- OPTION…]

Runs Heavy Rotation on this machine: a local cloud with the deployed app, a sandbox that stands in for the music
services, and listeners whose Top-K you can ask for. No Docker, no account.

  --history FILE…   your own export instead of only made-up listeners: Spotify extended history (.json, .zip) or
                    ListenBrainz (.zip, .jsonl, .json). It is moved in time so that its last week is this week.
  --fresh           forget everything that earlier runs have kept
  --port NUMBER     the cloud's port (4566)
  --state FOLDER    where it keeps its state (.local-cloud)
  --once            stop after the first answers; exit code 1 if one of them is not exact
  --help            this text

While it runs:  npm run logs -- --follow     the functions' logs
                curl -k URL                  a printed Top-K URL`;

/** Reads the arguments after `npm start --`. A mistake is a sentence that names the offending value. */
export function readOptions(given: readonly string[]): ParsedOptions {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        history: { type: 'string', multiple: true },
        fresh: { type: 'boolean', default: false },
        once: { type: 'boolean', default: false },
        port: { type: 'string', default: '4566' },
        state: { type: 'string', default: '.local-cloud' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (fault) {
    // Node explains at length how it parses; the first sentence says what is wrong.
    const [sentence = ''] = (fault as Error).message.split('. ');
    return { kind: 'mistake', message: `${sentence}. npm start -- --help tells what there is.` };
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return { kind: 'mistake', message: `--port must be a number from 1 to 65535, got '${values.port}'` };
  }
  // `--history a b`: what follows the first file belongs to it.
  if (positionals.length > 0 && !values.history) {
    return {
      kind: 'mistake',
      message: `'${positionals[0]}' is not an option. npm start -- --help tells what there is.`,
    };
  }
  const histories = [...(values.history ?? []), ...positionals].map((file) =>
    resolve(process.env['INIT_CWD'] ?? '.', file),
  );
  for (const file of histories) {
    if (!existsSync(file)) return { kind: 'mistake', message: `--history: there is no file ${file}` };
    if (!statSync(file).isFile()) return { kind: 'mistake', message: `--history: ${file} is a folder, not a file` };
  }
  return {
    kind: 'run',
    startedAtMs: Date.now() - process.uptime() * 1000,
    isFresh: values.fresh,
    isOnce: values.once,
    port,
    folder: resolve(values.state),
    histories,
  };
}
