import { accountKey } from '../account.ts';
import type { Account } from '../account.ts';
import type { ListedPlay } from '../play.ts';
import type { StateFile } from '../state-file.ts';
import { releasePlays } from './play-head.ts';
import type { PageCursor, PlayHead } from './play-head.ts';

/** The play heads of all accounts in timelapse. */
export class PlayHeads {
  readonly #file: StateFile;
  readonly #nowMs: () => number;
  /** Not kept: after a restart a client may catch up on what was played while nothing ran. */
  readonly #caughtUp = new Set<string>();

  constructor(file: StateFile, nowMs: () => number) {
    this.#file = file;
    this.#nowMs = nowMs;
  }

  /** Whether the account shows its last 50 plays as of now, as at Spotify. */
  isLive(account: Account): boolean {
    return !account.isTimelapse || this.#caughtUp.has(accountKey(account));
  }

  headOf(account: Account): PlayHead | undefined {
    return this.#file.state.heads[accountKey(account)];
  }

  /** Nothing that was listed before this is ever shown: where timelapse began, for an account that has it and a client. */
  beginMs(account: Account): number {
    return (account.isTimelapse ? this.headOf(account)?.startMs : undefined) ?? -Infinity;
  }

  /** The plays that exist for this request. A head that moves is on disk before anything is released. */
  release(account: Account, listed: readonly ListedPlay[], cursor: PageCursor): readonly ListedPlay[] {
    const key = accountKey(account);
    const before = this.#file.state.heads[key];
    const { head, existing, isCaughtUp } = releasePlays(before, listed, cursor, this.#nowMs());
    if (isCaughtUp) this.#caughtUp.add(key);
    if (before?.releasedUntilMs !== head.releasedUntilMs || before.startMs !== head.startMs) {
      this.#file.state.heads[key] = head;
      this.#file.save();
    }
    return existing;
  }
}
