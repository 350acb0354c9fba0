import { readFileSync } from 'node:fs';

import type { SimulationArguments } from './arguments.ts';
import { Crew } from './crew.ts';
import { mutants } from './mutants.ts';
import type { Mutant } from './mutants.ts';

/** A mutant whose text is no longer there would test nothing: that is an error, and the list is to be mended. */
export function checkTexts(): void {
  for (const { name, file, text } of mutants) {
    const times = readFileSync(file, 'utf8').split(text).length - 1;
    if (times !== 1)
      throw new Error(`mutant ${name}: its text must be once in ${file}, is there ${times} times: ${text}`);
  }
}

/** Simulates every mutant until it is found out. True when all were. */
export async function killMutants(given: SimulationArguments, say: (line: string) => void): Promise<boolean> {
  checkTexts();
  const pending = mutants.values();
  const survivors: string[] = [];
  await Promise.all(
    Array.from({ length: given.threads }, async () => {
      for (const mutant of pending) {
        const [isKilled, line] = await hunt(mutant, given);
        say(line);
        if (!isKilled) survivors.push(mutant.name);
      }
    }),
  );
  say('');
  say(`${mutants.length - survivors.length} of ${mutants.length} mutants killed`);
  if (survivors.length > 0) say(`survivors: ${survivors.join(', ')}`);
  return survivors.length === 0;
}

/** Looks for a seed that is right on the real code and wrong on the mutant: only that one blames the mistake. */
async function hunt({ name, mistake }: Mutant, { first, count }: SimulationArguments): Promise<[boolean, string]> {
  const [crew, realCrew] = [new Crew(1, name), new Crew(1)];
  const report = (found: string): string => `${name.padEnd(30)} ${found}\n${' '.repeat(31)}${mistake}`;
  try {
    for (let next = first; next < first + count;) {
      const seeds = { first: next, count: first + count - next, isStoppedByViolation: true };
      const violation = (await crew.simulate([seeds]))[0]?.violations[0];
      if (!violation) break;
      const { seed, rule } = violation;
      const [control] = await realCrew.simulate([{ first: seed, count: 1 }]);
      if (control?.violations.length === 0)
        return [true, report(`killed by "${rule}" at seed ${seed}, number ${seed - first + 1}`)];
      next = seed + 1;
    }
    return [false, report(`SURVIVED ${count} seeds`)];
  } finally {
    await Promise.all([crew.close(), realCrew.close()]);
  }
}
