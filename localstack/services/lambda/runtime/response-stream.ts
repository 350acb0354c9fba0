/** A response on its way from a function that streams it to the client that reads it, at the client's pace. */
import type { InvokeAnswer } from '../../../engine/doors.ts';

export interface StreamEnd {
  /** Absent when the invocation was refused. */
  readonly answer?: InvokeAnswer;
}

interface Waiting {
  readonly chunk: Buffer;
  readonly taken: () => void;
}

export class ResponseStream {
  /** Resolves with the first piece. */
  readonly begun: Promise<void>;
  readonly ended: Promise<StreamEnd>;
  readonly #waiting: Waiting[] = [];
  #hasEnded = false;
  #begin: () => void = () => undefined;
  #settle: (end: StreamEnd) => void = () => undefined;
  #wake: () => void = () => undefined;

  constructor() {
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    this.ended = new Promise((resolve) => (this.#settle = resolve));
  }

  /** Adds a piece; resolves when it was read, or when nobody reads any more. */
  put(chunk: Buffer): Promise<void> {
    this.#begin();
    if (this.#hasEnded) return Promise.resolve();
    return new Promise((taken) => {
      this.#waiting.push({ chunk, taken });
      this.#wake();
    });
  }

  end(end: StreamEnd): void {
    this.#hasEnded = true;
    this.#settle(end);
    this.#wake();
  }

  /** The pieces, to be read once. A reader that goes away lets the function run on to its end. */
  async *chunks(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const next = this.#waiting[0];
        if (next) {
          yield next.chunk;
          this.#waiting.shift();
          next.taken();
        } else if (this.#hasEnded) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.#hasEnded = true;
      for (const { taken } of this.#waiting.splice(0)) taken();
    }
  }
}
