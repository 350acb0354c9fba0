/** A row of an aggregate that counts: user, day and song. */
export type CountRow = {
  count: number;
  /** The highest sequence number that was counted, by shard. */
  readonly watermarks: Map<string, string>;
  readonly ids: Set<string>;
};

/** One item for a user and a day, replaced as a whole: event id → song id, and how often it was written. */
export type DayItem = { readonly version: number; readonly songOf: ReadonlyMap<string, string> };

/** The tables of the designs that ours is compared with. Each method is one atomic request. */
export class CountTable {
  readonly rows = new Map<string, CountRow>();
  readonly markers = new Map<string, number>();
  readonly days = new Map<string, DayItem>();

  row(key: string): CountRow {
    let row = this.rows.get(key);
    if (!row) this.rows.set(key, (row = { count: 0, watermarks: new Map(), ids: new Set() }));
    return row;
  }

  add(key: string, count: number): void {
    this.row(key).count += count;
  }

  /** Adds if the shard's watermark is what the condition allows, and moves it; false when it does not hold. */
  addBehind(
    key: string,
    count: number,
    mark: { readonly shardId: string; readonly upTo: string },
    isAllowed: (watermark: string) => boolean,
  ): boolean {
    const row = this.row(key);
    if (!isAllowed(row.watermarks.get(mark.shardId) ?? '')) return false;
    row.watermarks.set(mark.shardId, mark.upTo);
    row.count += count;
    return true;
  }

  /** A transaction: a marker of the event if there is none that still lives, and the count with it. */
  addOnce(key: string, eventId: string, nowMs: number, markerLifeMs: number): void {
    const markedAtMs = this.markers.get(eventId);
    if (markedAtMs !== undefined && nowMs < markedAtMs + markerLifeMs) return;
    this.markers.set(eventId, nowMs);
    this.row(key).count += 1;
  }

  /** Replaces the item of a day, if it still has the version that was read or nobody asks. */
  replace(key: string, item: DayItem, versionRead: number | undefined): boolean {
    if (versionRead !== undefined && (this.days.get(key)?.version ?? 0) !== versionRead) return false;
    this.days.set(key, item);
    return true;
  }
}
