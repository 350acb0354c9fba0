/**
 * A tumbling window of one shard: records are gathered by when they arrived, the function hands its state from one
 * invocation of a window to the next, and a last invocation without records ends it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
 */

/** An open window, as it is remembered beside the checkpoint. */
export interface WindowState {
  readonly startMs: number;
  readonly sizeMs: number;
  readonly state: unknown;
  /** The state has outgrown its limit: the window ends before its time. */
  readonly isTooLarge?: boolean;
}

/** What an invocation is told of its window. */
export interface WindowContext {
  readonly window: { readonly start: string; readonly end: string };
  readonly state: unknown;
  readonly isFinalInvokeForWindow: boolean;
  readonly isWindowTerminatedEarly: boolean;
}

/** "A state can have a maximum of 1 MB per shard. If a state exceeds the size, Lambda terminates the window early." */
const stateBytesMax = 1024 * 1024;

export class TumblingWindow {
  readonly #sizeMs: number;
  #open: WindowState | undefined;

  /** Goes on with `remembered`, unless windows have had another size since. */
  constructor(sizeMs: number, remembered: WindowState | undefined) {
    this.#sizeMs = sizeMs;
    this.#open = remembered?.sizeMs === sizeMs ? remembered : undefined;
  }

  get open(): WindowState | undefined {
    return this.#open;
  }

  /** Windows are aligned to the epoch. Both instants in epoch milliseconds. */
  startOf(arrivalMs: number): number {
    return arrivalMs - (arrivalMs % this.#sizeMs);
  }

  get endMs(): number | undefined {
    return this.#open && this.#open.startMs + this.#sizeMs;
  }

  /** Whether the open window has to be ended before a record that arrived then, or before anything else comes. */
  isOver(nextArrivalMs: number | undefined, nowMs: number, hasShardEnded: boolean): boolean {
    if (!this.#open || this.endMs === undefined) return false;
    if (this.#open.isTooLarge) return true;
    if (nextArrivalMs !== undefined) return this.startOf(nextArrivalMs) !== this.#open.startMs;
    return hasShardEnded || nowMs >= this.endMs;
  }

  /** The context of a batch that begins with a record of this arrival; opens its window when none is open. */
  enter(arrivalMs: number): WindowContext {
    this.#open ??= { startMs: this.startOf(arrivalMs), sizeMs: this.#sizeMs, state: {} };
    return this.#context(this.#open, false);
  }

  /** The context of the last invocation. */
  leave(): WindowContext {
    if (!this.#open) throw new Error('there is no open window to end');
    return this.#context(this.#open, true);
  }

  /** Takes the state that the function handed back. Unsure: AWS asks for one; without it the old state is kept. */
  accept(response: Buffer): void {
    const state = stateIn(response);
    if (!this.#open || state === undefined) return;
    const isTooLarge = Buffer.byteLength(JSON.stringify(state)) > stateBytesMax;
    const { startMs, sizeMs } = this.#open;
    this.#open = { startMs, sizeMs, state, ...(isTooLarge && { isTooLarge }) };
  }

  close(): void {
    this.#open = undefined;
  }

  #context({ startMs, state, isTooLarge = false }: WindowState, isFinal: boolean): WindowContext {
    return {
      window: { start: instant(startMs), end: instant(startMs + this.#sizeMs) },
      state,
      isFinalInvokeForWindow: isFinal,
      isWindowTerminatedEarly: isTooLarge,
    };
  }
}

/** The event of a batch, with its window. */
export function withWindow(event: Buffer, shardId: string, streamArn: string, context: WindowContext): Buffer {
  const members = JSON.stringify({ ...context, shardId, eventSourceARN: streamArn });
  return Buffer.concat([event.subarray(0, -1), Buffer.from(`,${members.slice(1)}`, 'utf8')]);
}

function instant(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}

function stateIn(response: Buffer): unknown {
  try {
    const value = JSON.parse(response.toString('utf8')) as { readonly state?: unknown } | null;
    return value?.state;
  } catch {
    // A response that is no JSON has no state either; what becomes of the batch is for others to say.
    return undefined;
  }
}
