/** A thread that simulates stretches of seeds, on the real code or on a mutant of it. */
import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

import { mutants } from './mutants.ts';
import type { Mutant } from './mutants.ts';
import type { DesignSeeds, Seeds } from './run-seeds.ts';

/** Hands the loader another text of one file. Whatever was loaded before is not changed, so this comes first. */
function mutate({ file, text, instead, name }: Mutant): void {
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/${file}`)) return loaded;
      const source = String(loaded.source instanceof Uint8Array ? Buffer.from(loaded.source) : loaded.source);
      if (source.split(text).length !== 2) throw new Error(`mutant ${name}: its text is not once in ${file}: ${text}`);
      return { ...loaded, source: source.replace(text, () => instead) };
    },
  });
}

const mutant = mutants.find(({ name }) => name === (workerData as { mutant?: string }).mutant);
if (mutant) mutate(mutant);
const { runSeeds, tryDesign } = await import('./run-seeds.ts');

parentPort?.on('message', (seeds: Seeds | DesignSeeds) => {
  const work: Promise<unknown> = 'design' in seeds ? tryDesign(seeds) : runSeeds(seeds);
  work.then(
    (tally) => parentPort?.postMessage(tally),
    (fault: unknown) => {
      throw fault;
    },
  );
});
