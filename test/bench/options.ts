/** The command line of `npm run bench`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const sectionNames = ['kinesis', 'dynamodb', 'pipeline', 'topk', 'start'] as const;
export type SectionName = (typeof sectionNames)[number];

export interface BenchOptions {
  readonly sections: ReadonlySet<SectionName>;
  readonly isQuick: boolean;
  /** Distinct listens of the pipeline's history. */
  readonly listens: number;
  /** How long each load runs while it is measured. */
  readonly measureMs: number;
  readonly jsonFile?: string;
  /** Where CPU profiles go. Profiling costs time: its figures are for finding causes, not for quoting. */
  readonly profileFolder?: string;
}

export const helpText = `npm run bench [-- OPTION…]

Measures this machine's Heavy Rotation, each figure beside an alternative that runs in the same run.

  --only NAMES       some of ${sectionNames.join(',')}
  --quick            fewer listens and shorter loads: a first impression in about two minutes
  --listens NUMBER   distinct listens of the pipeline's history (1000000; --quick 50000)
  --json FILE        write the figures there
  --profile FOLDER   write CPU profiles of the cloud and the Lambda functions there, and print what costs most
  --help             this text`;

/** Reads the arguments after `npm run bench --`; `undefined` asks for help. Throws with a sentence about a mistake. */
export function readOptions(given: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...given],
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      listens: { type: 'string' },
      json: { type: 'string' },
      profile: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const listens = Number(values.listens ?? (values.quick ? 50_000 : 1_000_000));
  if (!Number.isInteger(listens) || listens < 1000)
    throw new Error(`--listens must be a whole number from 1000, got '${values.listens}'`);
  return {
    sections: new Set(readSections(values.only)),
    isQuick: values.quick,
    listens,
    measureMs: values.quick ? 2000 : 6000,
    ...(values.json && { jsonFile: resolve(values.json) }),
    ...(values.profile && { profileFolder: resolve(values.profile) }),
  };
}

function readSections(only: string | undefined): readonly SectionName[] {
  if (only === undefined) return sectionNames;
  return only.split(',').map((name) => {
    const known = sectionNames.find((section) => section === name);
    if (!known) throw new Error(`--only: there is no section '${name}', only ${sectionNames.join(', ')}`);
    return known;
  });
}
