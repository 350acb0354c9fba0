import type { HistoryRow } from '../../functions/history/domain/history-row.ts';
import type { HistoryTable } from '../../functions/history/ports.ts';
import { faultless, underFate } from './faults.ts';
import type { Fate } from './faults.ts';

/** Raw listens in memory, with DynamoDB's manners: 25 rows a call, no key twice, leftovers when it has no capacity. */
export function memoryHistoryTable(fate: Fate = faultless) {
  const rows = new Map<string, HistoryRow>();
  const calls: number[] = [];
  const table: HistoryTable = {
    write: async (batch) => {
      calls.push(batch.length);
      const keys = new Set(batch.map(({ pk, sk }) => `${pk}|${sk}`));
      if (batch.length === 0 || batch.length > 25) throw new Error(`a call holds 1 to 25 rows, got ${batch.length}`);
      if (keys.size < batch.length) throw new Error('Provided list of item keys contains duplicates');
      const fault = fate();
      const taken = fault === 'partial' ? batch.slice(0, Math.floor(batch.length / 2)) : batch;
      return underFate(fault, () => {
        for (const row of taken) rows.set(`${row.pk}|${row.sk}`, row);
        return batch.slice(taken.length);
      });
    },
  };
  /** Everything in the table, in the order of its keys, as text: equal text is equal bytes. */
  const snapshot = (): string =>
    JSON.stringify([...rows].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, row]) => row));
  return { table, rows, calls, snapshot };
}
