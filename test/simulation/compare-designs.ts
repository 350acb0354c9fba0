import type { SimulationArguments } from './arguments.ts';
import { Crew, stretchesOf } from './crew.ts';
import { designs } from './designs/designs.ts';
import { profiles } from './designs/profiles.ts';
import type { DesignTally } from './run-seeds.ts';

const seedsPerStretch = 50;

/** The share of seeds that end wrong, and whether counts are above (+) or below (-) the truth. */
function cellOf(tallies: readonly DesignTally[], seeds: number): string {
  const sum = (verdicts: readonly ('over' | 'under' | 'both')[]): number =>
    tallies.reduce((total, tally) => total + verdicts.reduce((wrong, verdict) => wrong + tally[verdict], 0), 0);
  const wrong = sum(['over', 'under', 'both']);
  if (wrong === 0) return '0';
  const signs = `${sum(['over', 'both']) > 0 ? '+' : ''}${sum(['under', 'both']) > 0 ? '-' : ''}`;
  return `${((100 * wrong) / seeds).toFixed(1)} ${signs}`;
}

/** Prints, as a table in Markdown, how often each design is wrong under each kind of trouble. True when ours never is. */
export async function compareDesigns(
  { first, count: seeds, threads }: SimulationArguments,
  say: (line: string) => void,
): Promise<boolean> {
  say(
    `Seeds in a hundred whose counts are wrong at the end, of ${seeds} for each cell, from seed ${first} (+ above, - below):`,
  );
  say('');
  say(`| design | ${profiles.map(({ name }) => name).join(' | ')} |`);
  say(`|${'---|'.repeat(profiles.length + 1)}`);
  const crew = new Crew(threads);
  let areOursRight = true;
  for (const { name, countGroup } of designs) {
    const cells: string[] = [];
    for (const profile of profiles) {
      const stretches = stretchesOf(first, seeds, seedsPerStretch).map((stretch) => {
        return { ...stretch, design: name, profile: profile.name };
      });
      cells.push(cellOf(await crew.tryDesign(stretches), seeds));
    }
    if (countGroup === undefined) areOursRight = cells.every((cell) => cell === '0');
    say(`| ${[name, ...cells].join(' | ')} |`);
  }
  await crew.close();
  say('');
  for (const { name, what } of designs) say(`- ${name}: ${what}`);
  return areOursRight;
}
