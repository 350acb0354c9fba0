import { randomUUID } from 'node:crypto';

import type { StateFile } from '../state-file.ts';

/** Each ListenBrainz user's token: a UUID that lasts until it is reset. */
export class UserTokens {
  readonly #file: StateFile;

  constructor(file: StateFile) {
    this.#file = file;
  }

  /** The user's token; one is made for a user who never had one. Undefined after it was revoked. */
  tokenOf(user: string): string | undefined {
    const { userTokens } = this.#file.state;
    if (userTokens[user] === undefined) {
      userTokens[user] = randomUUID();
      this.#file.save();
    }
    return userTokens[user] ?? undefined;
  }

  userOf(token: string): string | undefined {
    return Object.entries(this.#file.state.userTokens).find(([, known]) => known === token)?.[0];
  }

  /** The user resets the token and does not tell us the new one. */
  revoke(user: string): void {
    this.#file.state.userTokens[user] = null;
    this.#file.save();
  }
}
