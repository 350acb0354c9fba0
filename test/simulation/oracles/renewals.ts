import type { TokenTable } from '../../../functions/accounts/ports.ts';
import type { HttpRequest } from '../../../functions/crawling/providers/provider.ts';
import type { Run } from '../engine/run.ts';

/** A refresh token may be good once, so a worker uses it only after it has said so in the table, and has been let. */
export class Renewals {
  readonly #run: Run;
  /** How many renewals this worker was let begin, and has not begun yet. */
  #granted = 0;

  constructor(run: Run) {
    this.#run = run;
  }

  watch(tokens: TokenTable): TokenTable {
    return {
      ...tokens,
      beginRefresh: async (...request) => {
        const isMine = await tokens.beginRefresh(...request);
        if (isMine) this.#granted += 1;
        return isMine;
      },
    };
  }

  check({ body }: HttpRequest): void {
    if (!body?.includes('grant_type=refresh_token')) return;
    if (this.#granted === 0)
      this.#run.violate('one renewal at a time', 'a refresh token was used by a worker that was not let');
    this.#granted -= 1;
  }
}
