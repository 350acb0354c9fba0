import type { PoisonRecord } from '../../../functions/listens/ports.ts';

/** What consumers set aside, and whether a record is among it with its payload. */
export class PoisonStore {
  readonly records: PoisonRecord[] = [];
  readonly #held = new Set<string>();

  /** Takes the first `share` of the records; gives the others back. */
  send(records: readonly PoisonRecord[], share = 1): readonly PoisonRecord[] {
    const taken = share === 1 ? records.length : Math.floor(share * records.length);
    for (const record of records.slice(0, taken)) {
      this.records.push(record);
      this.#held.add(`${record.consumer} ${record.dataBase64}`);
    }
    return records.slice(taken);
  }

  holds(consumer: string, dataBase64: string): boolean {
    return this.#held.has(`${consumer} ${dataBase64}`);
  }
}
