/**
 * Gathers the appends of one turn of the event loop into one write for each shard. A turn handles what the network
 * brought since the last one, so the more requests come at once the fewer writes each of them costs.
 */
import type { ShardLog } from './shard-log.ts';

/** The appends of one turn. */
export interface Turn<Owner> {
  /** Tells the turn that `log`, of `owner`, has something staged. */
  join(log: ShardLog, owner: Owner): void;
  /** Settles once every log of the turn was written, or could not be. Never rejects. */
  readonly written: Promise<void>;
  /** Why `log` could not be written; undefined when it was. */
  faultOf(log: ShardLog): unknown;
}

interface PendingTurn<Owner> extends Turn<Owner> {
  commit(): void;
}

export class GroupCommit<Owner> {
  readonly #afterCommit: (owners: ReadonlySet<Owner>) => void;
  #turn: PendingTurn<Owner> | undefined;

  /** `afterCommit` is told whose logs have grown. */
  constructor(afterCommit: (owners: ReadonlySet<Owner>) => void) {
    this.#afterCommit = afterCommit;
  }

  /** The turn that appends of this moment belong to. It is written when the event loop has nothing else to bring. */
  current(): Turn<Owner> {
    if (!this.#turn) {
      this.#turn = this.#begin();
      setImmediate(() => this.flush());
    }
    return this.#turn;
  }

  /** Writes the current turn at once: for those who must see its records in the log before they go on. */
  flush(): void {
    const turn = this.#turn;
    this.#turn = undefined;
    turn?.commit();
  }

  #begin(): PendingTurn<Owner> {
    const logs = new Map<ShardLog, Owner>();
    const faults = new Map<ShardLog, unknown>();
    const { promise: written, resolve } = Promise.withResolvers<void>();
    const commit = (): void => {
      const grown = new Set<Owner>();
      for (const [log, owner] of logs) {
        try {
          log.commit();
          grown.add(owner);
        } catch (fault) {
          faults.set(log, fault);
        }
      }
      resolve();
      this.#afterCommit(grown);
    };
    return { join: (log, owner) => void logs.set(log, owner), written, faultOf: (log) => faults.get(log), commit };
  }
}
