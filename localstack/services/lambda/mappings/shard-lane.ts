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

/** Unsure: AWS documents that retries back off, not by how much. */
const backOffMsMin = 500;
const backOffMsMax = 60_000;

export class ShardLane {
  readonly #host: LaneHost;
  #queue: HeldRecord[] = [];
  #queuedBytes = 0;
  #window: Timer | undefined;
  #hasWindowPassed = false;
  #isStopped = false;
  #working: Promise<void> | undefined;
  #wake: () => void = () => undefined;

  constructor(host: LaneHost) {
    this.#host = host;
  }

  push(item: HeldRecord): void {
    this.#queue.push(item);
    this.#queuedBytes += item.sizeBytes;
  }

  /** Invokes the function when a batch is due: full, or its window is over. Otherwise sees to it that it will be. */
  pump(): void {
    if (this.#working || this.#isStopped || this.#queue.length === 0) return;
    const { clock, settings } = this.#host;
    const isFull = this.#queue.length >= settings.batchSize || this.#queuedBytes >= requestBytesMax;
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
    this.#working = this.#work(this.#cutBatch()).catch((fault: unknown) => this.#host.noteFault(fault));
    void this.#working.then(() => {
      this.#working = undefined;
      this.pump();
    });
  }

  /** Begins nothing more; resolves when the invocation under way has ended. What it did well is still checkpointed. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#window?.cancel();
    this.#wake();
    await this.#working;
  }

  #cutBatch(): HeldRecord[] {
    const { batchSize } = this.#host.settings;
    let count = 0;
    let bytes = 0;
    for (const { sizeBytes } of this.#queue) {
      if (count === batchSize || (count > 0 && bytes + sizeBytes > requestBytesMax)) break;
      count += 1;
      bytes += sizeBytes;
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
      const answer = await this.#invoke(live.items);
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
  async #invoke(items: readonly HeldRecord[]): Promise<InvokeAnswer | undefined> {
    try {
      return await this.#host.invoke(items);
    } catch (fault) {
      this.#host.noteFault(fault);
      return undefined;
    }
  }

  async #follow(attempt: Attempt<HeldRecord>, answer: InvokeAnswer): Promise<readonly Attempt<HeldRecord>[]> {
    const { settings } = this.#host;
    const verdict = judge(attempt.items, answer, settings.reportsItemFailures);
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
