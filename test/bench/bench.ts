/** What every section is given: the options, the report, and hands that put away what they took out. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { BenchOptions } from './options.ts';
import { Report } from './report.ts';

export interface Started {
  stop(): Promise<void>;
}

export class Bench {
  readonly options: BenchOptions;
  readonly report = new Report();
  /** Everything of this run is kept here and is gone with it. */
  readonly folder = mkdtempSync(join(tmpdir(), 'heavy-rotation-bench-'));
  readonly #running: Started[] = [];
  #closing: Promise<void> | undefined;

  constructor(options: BenchOptions) {
    this.options = options;
  }

  /** Remembers to stop it, at the latest when the run ends, however it ends. */
  keep<T extends Started>(started: T): T {
    this.#running.push(started);
    return started;
  }

  /** Stops it now. */
  async release(started: Started): Promise<void> {
    const index = this.#running.indexOf(started);
    if (index >= 0) this.#running.splice(index, 1);
    await started.stop();
  }

  /** True from the first wish to stop: what fails after it fails because of it. */
  get isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Stops everything, the newest first, and forgets the folder. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    for (let started = this.#running.pop(); started; started = this.#running.pop())
      await started.stop().catch((fault: unknown) => console.error(`While stopping: ${(fault as Error).message}`));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
