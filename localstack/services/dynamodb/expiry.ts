/**
 * Deletes what has had its time: records of streams after their day, and expired items, as DynamoDB's background process does: some time after they expired, not at the instant, so an
 * expired item may still be read for a while. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
import type { Timer } from '../../engine/clock.ts';
import { faultText } from '../../engine/log.ts';
import type { Room } from './room.ts';
import type { Table } from './store/table.ts';

/** Deleted in one transaction; requests are answered between two of them. */
const sliceCount = 500;
/** An expiry longer ago than five years is taken for a mistake, and the item stays. */
const ageSecondsMax = 5 * 365 * 24 * 60 * 60;

export class Expiry {
  readonly #room: Room;
  readonly #intervalMs: number;
  #timer: Timer | undefined;
  #isStopped = true;

  constructor(room: Room, intervalMs: number) {
    this.#room = room;
    this.#intervalMs = intervalMs;
  }

  start(): void {
    this.#isStopped = false;
    this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
  }

  #schedule(): void {
    this.#timer = this.#room.engine.clock.after(this.#intervalMs, async () => {
      try {
        await this.#sweep();
      } catch (fault) {
        this.#room.engine.log('error', 'dynamodb-expiry-faulted', { fault: faultText(fault) });
      }
      if (!this.#isStopped) this.#schedule();
    });
  }

  async #sweep(): Promise<void> {
    await this.#room.tables.group.durably(() => this.#room.streams.trim());
    for (const { definition } of this.#room.tables.list()) {
      if (definition.ttlAttribute === undefined) continue;
      let deletedCount = 0;
      for (let count = sliceCount; count === sliceCount && !this.#isStopped; deletedCount += count) {
        count = await this.#room.tables.group.durably(() => this.#deleteSlice(definition.name));
      }
      if (deletedCount > 0) {
        this.#room.engine.log('info', 'dynamodb-items-expired', { table: definition.name, count: deletedCount });
      }
    }
  }

  /** The table is looked up anew for each slice: it may have been changed or deleted since the last. */
  #deleteSlice(name: string): number {
    const { tables, engine } = this.#room;
    const table: Table | undefined = tables.find(name);
    if (!table) return 0;
    const nowSeconds = Math.floor(engine.clock.nowMs() / 1000);
    const keys = table.expiredKeys(nowSeconds - ageSecondsMax, nowSeconds, sliceCount);
    for (const key of keys) tables.apply(table, { key, before: table.read(key), after: undefined }, 'expiry');
    return keys.length;
  }
}
