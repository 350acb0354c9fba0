import type { HistoryRow } from '../../../functions/history/domain/history-row.ts';
import { MalformedRequest } from './aggregate-store.ts';

/** Raw listens in memory, with DynamoDB's manners: 1 to 25 rows a call and no key twice. */
export class HistoryStore {
  readonly rows = new Map<string, HistoryRow>();

  /** Writes the first `share` of the rows; gives the others back. */
  write(rows: readonly HistoryRow[], share = 1): readonly HistoryRow[] {
    if (rows.length === 0 || rows.length > 25)
      throw new MalformedRequest(`a call holds 1 to 25 rows, got ${rows.length}`);
    const keys = new Set(rows.map(({ pk, sk }) => `${pk}|${sk}`));
    if (keys.size < rows.length) throw new MalformedRequest('Provided list of item keys contains duplicates');
    const taken = share === 1 ? rows.length : Math.floor(share * rows.length);
    for (const row of rows.slice(0, taken)) this.rows.set(`${row.pk}|${row.sk}`, row);
    return rows.slice(taken);
  }

  expire(untilMs: number): void {
    for (const [key, { expires_at }] of this.rows) if (expires_at * 1000 <= untilMs) this.rows.delete(key);
  }

  snapshot(): string {
    return [...this.rows]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, row]) => JSON.stringify(row))
      .join('\n');
  }
}
