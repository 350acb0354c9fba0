/**
 * One of a shard's concurrent batch sequences (`ParallelizationFactor`): gathers records, invokes the function with one
 * batch at a time, and retries, splits or gives up as the mapping's settings say. Order within a lane never changes.
 */
import type { Timer } from '../../../engine/clock.ts';
import type { InvokeAnswer } from '../../../engine/doors.ts';
import { requestBytesMax } from '../limits.ts';
import { continueAfter } from './batch-attempt.ts';
import type { Attempt, Verdict } from './batch-attempt.ts';
import { readFailedItems } from './batch-response.ts';
import type { HeldRecord } from './shard-reader.ts';
import type { LaneHost } from './stream-settings.ts';
import { TumblingWindow } from './tumbling-window.ts';
import type { WindowContext, WindowState } from './tumbling-window.ts';

/** Unsure: AWS documents that retries back off, not by how much. */
const backOffMsMin = 500;
const backOffMsMax = 60_000;

export class ShardLane {
  readonly #host: LaneHost;
  readonly #tumbling: TumblingWindow | undefined;
  #windowEnd: Timer | undefined;
  #queue: HeldRecord[] = [];
  #queuedBytes = 0;
  #window: Timer | undefined;
  #hasWindowPassed = false;
  #isStopped = false;
  #working: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(host: LaneHost, remembered?: WindowState) {
    this.#host = host;
    const { tumblingMs } = host.settings;
    if (tumblingMs !== undefined) this.#tumbling = new TumblingWindow(tumblingMs, remembered);
  }

  /** The tumbling window that is under way. */
  get openWindow(): WindowState | undefined {
    return this.#tumbling?.open;
  }

  push(item: HeldRecord): void {
    this.#queue.push(item);
    this.#queuedBytes += item.sizeBytes;
  }

  /** Invokes the function when a batch is due: full, or its window is over. Otherwise sees to it that it will be. */
  pump(): void {
    if (this.#working || this.#isStopped) return;
    if (this.#tumbling && this.#endWindow(this.#tumbling)) return;
    if (this.#queue.length === 0) return;
    const { clock, settings } = this.#host;
    const isFull =
      this.#queue.length >= settings.batchSize || this.#queuedBytes >= requestBytesMax || this.#isWindowComplete();
    const isDue = isFull || settings.windowMs === 0 || this.#hasWindowPassed || this.#host.mayNotGrow();
    if (!isDue) {
      this.#window ??= clock.after(settings.windowMs, () => {
        this.#hasWindowPassed = true;
        this.pump();
      });
      return;
    }
    this.#window?.cancel();
    this.#window = undefined;
    this.#hasWindowPassed = false;
    this.#run(this.#work(this.#cutBatch()));
  }

  #run(work: Promise<void>): void {
    this.#working = work.catch((fault: unknown) => this.#host.noteFault(fault));
    void this.#working.then(() => {
      this.#working = undefined;
      this.pump();
    });
  }

  /** Ends the tumbling window when it is over, or sees to it that this is done in time. True when it is being ended. */
  #endWindow(tumbling: TumblingWindow): boolean {
    this.#windowEnd?.cancel();
    this.#windowEnd = undefined;
    const { clock } = this.#host;
    const nowMs = clock.nowMs();
    const next = this.#queue[0]?.record.approximateArrivalMs;
    const mayKnow = next !== undefined || this.#host.isAtTip();
    if (mayKnow && tumbling.isOver(next, nowMs, this.#host.hasShardEnded())) {
      this.#run(this.#workLast(tumbling));
      return true;
    }
    const { endMs } = tumbling;
    if (endMs !== undefined && endMs > nowMs) {
      this.#windowEnd = clock.after(endMs - nowMs, () => this.#host.refill());
    }
    return false;
  }

  /** A record of the next window is there, so that no more can come for this one. */
  #isWindowComplete(): boolean {
    const [first, last] = [this.#queue[0], this.#queue.at(-1)];
    return first !== undefined && last !== undefined && !this.#isSameWindow(first, last);
  }

  #isSameWindow(left: HeldRecord, right: HeldRecord): boolean {
    const [from, to] = [left.record.approximateArrivalMs, right.record.approximateArrivalMs];
    return this.#tumbling?.startOf(from) === this.#tumbling?.startOf(to);
  }

  /** "If your invocation is unsuccessful, Lambda suspends further processing until a successful invocation." */
  async #workLast(tumbling: TumblingWindow): Promise<void> {
    for (let failures = 0; !this.#isStopped; failures += 1) {
      const answer = await this.#invoke([], tumbling.leave());
      if (answer && !answer.functionError) {
        tumbling.close();
        return this.#host.saveWindow();
      }
      await this.#backOff(failures);
    }
  }

  /** Begins nothing more; resolves when the invocation under way has ended. What it did well is still checkpointed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#window?.cancel();
    this.#windowEnd?.cancel();
    this.#wake();
    await this.#working;
  }

  #cutBatch(): HeldRecord[] {
    const { batchSize } = this.#host.settings;
    let count = 0;
    let bytes = 0;
    const [first] = this.#queue;
    for (const item of this.#queue) {
      if (count === batchSize || (count > 0 && bytes + item.sizeBytes > requestBytesMax)) break;
      if (first && !this.#isSameWindow(first, item)) break;
      count += 1;
      bytes += item.sizeBytes;
    }
    this.#queuedBytes -= bytes;
    return this.#queue.splice(0, count);
  }

  async #work(items: readonly HeldRecord[]): Promise<void> {
    const attempts: Attempt<HeldRecord>[] = [{ items, retries: 0, invocations: 0 }];
    let refusals = 0;
    for (let attempt = attempts.pop(); attempt && !this.#isStopped; attempt = attempts.pop()) {
      const live = this.#giveUpOld(attempt, refusals > 0);
      if (live.items.length === 0) continue;
      const answer = await this.#invoke(live.items, this.#enterWindow(live.items));
      if (!answer) {
        attempts.push(live);
        await this.#backOff(refusals);
        refusals += 1;
        continue;
      }
      refusals = 0;
      attempts.push(...(await this.#follow(live, answer)).toReversed());
    }
  }

  /** The answer, or nothing when the function could not be invoked: that is retried without counting. */
  async #invoke(items: readonly HeldRecord[], window?: WindowContext): Promise<InvokeAnswer | undefined> {
    try {
      return await this.#host.invoke(items, window);
    } catch (fault) {
      this.#host.noteFault(fault);
      return undefined;
    }
  }

  #enterWindow([first]: readonly HeldRecord[]): WindowContext | undefined {
    return first && this.#tumbling?.enter(first.record.approximateArrivalMs);
  }

  async #follow(attempt: Attempt<HeldRecord>, answer: InvokeAnswer): Promise<readonly Attempt<HeldRecord>[]> {
    const { settings } = this.#host;
    const verdict = judge(attempt.items, answer, settings.reportsItemFailures);
    // Before the checkpoint moves, for both are remembered together.
    if (verdict.kind !== 'failed') this.#tumbling?.accept(answer.payload);
    const { doneCount, next, exhausted, mustBackOff } = continueAfter(attempt, verdict, settings);
    this.#host.finish(attempt.items.slice(0, doneCount));
    // A mapping that was stopped under way gives nothing up: the next start goes on from the checkpoint.
    if (this.#isStopped) return [];
    if (exhausted) this.#host.discard(exhausted, 'RetryAttemptsExhausted', answer);
    if (mustBackOff) await this.#backOff(attempt.retries);
    return next;
  }

  /** Leaves out what is older than the mapping allows, or no longer in the stream. The oldest come first. */
  #giveUpOld(attempt: Attempt<HeldRecord>, wasRefused: boolean): Attempt<HeldRecord> {
    const { clock, settings } = this.#host;
    const { items, invocations } = attempt;
    let oldCount = 0;
    if (settings.recordAgeMsMax >= 0) {
      const oldestMs = clock.nowMs() - settings.recordAgeMsMax;
      while (oldCount < items.length && (items[oldCount]?.record.approximateArrivalMs ?? 0) < oldestMs) oldCount += 1;
    }
    if (invocations > 0 || wasRefused) oldCount = Math.max(oldCount, this.#host.countExpired(items));
    if (oldCount === 0) return attempt;
    this.#host.discard({ ...attempt, items: items.slice(0, oldCount) }, 'RecordAgeExceeded');
    return { ...attempt, items: items.slice(oldCount) };
  }

  #backOff(retries: number): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    const delayMs = Math.min(backOffMsMin * 2 ** retries, backOffMsMax);
    return new Promise((resolve) => {
      const timer = this.#host.clock.after(delayMs, resolve);
      this.#wake = () => {
        timer.cancel();
        resolve();
      };
    });
  }
}

function judge(items: readonly HeldRecord[], answer: InvokeAnswer, reportsItemFailures: boolean): Verdict {
  if (answer.functionError) return { kind: 'failed' };
  if (!reportsItemFailures) return { kind: 'succeeded' };
  const failed = readFailedItems(answer.payload);
  if (failed === 'none') return { kind: 'succeeded' };
  if (failed === 'all') return { kind: 'failed' };
  const known = items.filter(({ record }) => failed.has(record.sequenceNumber));
  if (known.length < failed.size) return { kind: 'failed' };
  const [first] = known;
  // Items are in the order of their sequence numbers, so the first is the lowest.
  return { kind: 'failed-from', index: first ? items.indexOf(first) : 0 };
}
