import { closeSync, createReadStream, readSync } from 'node:fs';

export interface ByteRange {
  readonly startByte: number;
  /** The first byte that is not in the range. */
  readonly endByte: number;
}

/** An open range of a body's file. Read it once, in one of the two ways; that closes it. */
export class StoredBytes implements AsyncIterable<Uint8Array> {
  readonly #descriptor: number;
  readonly #range: ByteRange;

  constructor(descriptor: number, range: ByteRange) {
    this.#descriptor = descriptor;
    this.#range = range;
  }

  get sizeBytes(): number {
    return this.#range.endByte - this.#range.startByte;
  }

  /** Everything at once. */
  readAll(): Buffer {
    try {
      const bytes = Buffer.alloc(this.sizeBytes);
      for (let at = 0; at < bytes.length;) {
        const count = readSync(this.#descriptor, bytes, at, bytes.length - at, this.#range.startByte + at);
        if (count === 0) throw new Error(`A body ended ${bytes.length - at} bytes before its size`);
        at += count;
      }
      return bytes;
    } finally {
      closeSync(this.#descriptor);
    }
  }

  /** Piece by piece, for bodies that are too large to hold. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      if (this.sizeBytes === 0) return;
      const options = { fd: this.#descriptor, start: this.#range.startByte, end: this.#range.endByte - 1 };
      yield* createReadStream('', { ...options, autoClose: false }) as AsyncIterable<Buffer>;
    } finally {
      closeSync(this.#descriptor);
    }
  }
}
