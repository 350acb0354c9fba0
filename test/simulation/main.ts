/** `npm run simulate`: the whole pipeline under every kind of fault, decided by seeds. `--help` says what it can do. */
import { help, readArguments } from './arguments.ts';
import { compareDesigns } from './compare-designs.ts';
import { killMutants } from './kill-mutants.ts';
import { showRun } from './show-run.ts';
import { simulateSeeds } from './simulate-seeds.ts';

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<boolean> {
  const given = readArguments(process.argv.slice(2));
  switch (given.mode) {
    case 'help':
      say(help);
      return true;
    case 'one':
      return showRun(given.first, say);
    case 'mutants':
      return killMutants(given, say);
    case 'designs':
      return compareDesigns(given, say);
    case 'seeds':
      return simulateSeeds(given, say);
  }
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (fault) {
  process.stderr.write(
    `${fault instanceof RangeError || fault instanceof TypeError ? fault.message : String(fault)}\n`,
  );
  process.exitCode = 2;
}
