/**
 * What one shard takes and gives in a second, when throttling is on.
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const writtenRecordsMax = 1000;
const writtenBytesMax = 1024 * 1024;
const readsMax = 5;
const readBytesMax = 2 * 1024 * 1024;
const windowMs = 1000;

/** Counts within whole seconds of the clock. Unsure whether AWS's windows are whole seconds, too. */
export class ShardThrottle {
  #windowStartMs = Number.NEGATIVE_INFINITY;
  #writtenRecords = 0;
  #writtenBytes = 0;
  #reads = 0;
  #readBytes = 0;
  #readBlockedUntilMs = Number.NEGATIVE_INFINITY;

  /** True, and counted, when the shard has room for a record of `bytes`. */
  mayWrite(bytes: number, nowMs: number): boolean {
    this.#begin(nowMs);
    if (this.#writtenRecords >= writtenRecordsMax || this.#writtenBytes + bytes > writtenBytesMax) return false;
    this.#writtenRecords += 1;
    this.#writtenBytes += bytes;
    return true;
  }

  /** True, and counted, when the shard may be read now. */
  mayRead(nowMs: number): boolean {
    this.#begin(nowMs);
    if (nowMs < this.#readBlockedUntilMs || this.#reads >= readsMax) return false;
    this.#reads += 1;
    return true;
  }

  /** Counts what a read gave. Ten mebibytes at once close the shard to readers for the five seconds they are worth. */
  haveRead(bytes: number, nowMs: number): void {
    this.#readBytes += bytes;
    const secondsWorth = Math.floor(this.#readBytes / readBytesMax);
    if (secondsWorth > 0) this.#readBlockedUntilMs = nowMs + secondsWorth * windowMs;
  }

  #begin(nowMs: number): void {
    const startMs = nowMs - (nowMs % windowMs);
    if (startMs === this.#windowStartMs) return;
    this.#windowStartMs = startMs;
    this.#writtenRecords = 0;
    this.#writtenBytes = 0;
    this.#reads = 0;
    this.#readBytes = 0;
  }
}
