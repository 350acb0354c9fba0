/**
 * Group commit: the requests of one turn of the event loop share one transaction, and none of them is answered before
 * it is committed. Reads wait as well, for what they have seen of the group must not vanish after they told of it.
 *
 * An operation checks everything before it writes anything, so one that refuses leaves nothing behind and the others of
 * its group go on. Only a fault of the database itself undoes the whole group, and then every one of them hears of it.
 */
import type { DatabaseSync } from 'node:sqlite';

import { AwsError } from '../../../engine/aws-error.ts';

interface OpenGroup {
  readonly committed: Promise<void>;
  succeed(): void;
  fail(fault: unknown): void;
}

export class CommitGroup {
  readonly #database: DatabaseSync;
  readonly #onRollback: (fault: unknown) => void;
  #open: OpenGroup | undefined;
  #writeCount = 0;

  /** `onRollback` forgets what was remembered beside the database. */
  constructor(database: DatabaseSync, onRollback: (fault: unknown) => void) {
    this.#database = database;
    this.#onRollback = onRollback;
  }

  /** Begins the group's transaction unless it has begun. Called before each write. */
  join(): void {
    this.#writeCount += 1;
    if (this.#open) return;
    this.#database.exec('BEGIN IMMEDIATE');
    const { promise: committed, resolve: succeed, reject: fail } = Promise.withResolvers<void>();
    // Who waits sees the rejection too; this keeps a group that nobody waits for from ending the process.
    committed.catch(() => undefined);
    const group = { committed, succeed, fail };
    this.#open = group;
    setImmediate(() => {
      if (this.#open === group) this.flush();
    });
  }

  /** Does `work` and gives its result, or throws what it threw, once everything it has seen or done is committed. */
  durably<T>(work: () => T): T | Promise<T> {
    const writesBefore = this.#writeCount;
    let settle: () => T;
    try {
      const result = work();
      settle = () => result;
    } catch (fault) {
      // A refusal has written nothing, and neither has a mistake of ours that came before the first write.
      if (!(fault instanceof AwsError) && this.#writeCount > writesBefore) this.#rollBack(fault);
      settle = () => {
        throw fault;
      };
    }
    return this.#open ? this.#open.committed.then(settle) : settle();
  }

  /** Calls `run` once what has been written so far is committed; never when it is undone. */
  whenCommitted(run: () => void): void {
    this.#open?.committed.then(run, () => undefined);
  }

  /** Commits what is open, at once. */
  flush(): void {
    const group = this.#open;
    if (!group) return;
    try {
      this.#database.exec('COMMIT');
      this.#open = undefined;
      group.succeed();
    } catch (fault) {
      this.#rollBack(fault);
    }
  }

  #rollBack(fault: unknown): void {
    const group = this.#open;
    this.#open = undefined;
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    this.#onRollback(fault);
    group?.fail(fault);
  }
}
