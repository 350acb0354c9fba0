/** A process's output, cut into lines, with markers that tell when all output of an invocation has been read. */
import type { Readable } from 'node:stream';

/** Longest line kept in one piece: CloudWatch Logs takes events of up to 1 MB. */
const lineLengthMax = 1024 * 1024;

/** What the stand-in of the native client writes after an invocation's output: its id, and the memory in use. */
const markerPattern = /\0([0-9a-f-]{36}) (\d+)$/u;

export class OutputLines {
  readonly #write: (lines: readonly string[]) => void;
  #rest = '';
  #hasEnded = false;
  #lastMarker = '';
  #memoryBytes = 0;
  #waiting: { readonly marker: string; readonly resolve: () => void }[] = [];

  constructor(stream: Readable, write: (lines: readonly string[]) => void) {
    this.#write = write;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => this.#take(text));
    stream.on('close', () => this.#end());
    // A pipe that breaks is a pipe that ended; the process's exit tells the rest.
    stream.on('error', () => this.#end());
  }

  /** What the process held in memory at its last marker; 0 before the first. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** Resolves once the marker of this request was read, or no more output can come. */
  drained(requestId: string): Promise<void> {
    if (this.#hasEnded || this.#lastMarker === requestId) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ marker: requestId, resolve }));
  }

  #take(text: string): void {
    const pieces = (this.#rest + text).split('\n');
    this.#rest = pieces.pop() ?? '';
    const lines: string[] = [];
    for (const piece of pieces) {
      const marker = markerPattern.exec(piece);
      // Output without a newline at its end stands before the marker on the same line.
      const line = marker ? piece.slice(0, marker.index) : piece;
      if (line || !marker) lines.push(showLine(line));
      if (!marker) continue;
      this.#write(lines.splice(0));
      this.#memoryBytes = Number(marker[2]);
      this.#pass(marker[1] ?? '');
    }
    if (this.#rest.length > lineLengthMax) {
      lines.push(showLine(this.#rest));
      this.#rest = '';
    }
    this.#write(lines);
  }

  #pass(marker: string): void {
    this.#lastMarker = marker;
    const reached = this.#waiting.filter((each) => each.marker === marker);
    this.#waiting = this.#waiting.filter((each) => each.marker !== marker);
    for (const { resolve } of reached) resolve();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    if (this.#rest) this.#write([showLine(this.#rest)]);
    this.#rest = '';
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }
}

/** The runtime client writes an event of several lines as one, with carriage returns between them. */
function showLine(line: string): string {
  return line.replace(/\r$/u, '').replaceAll('\r', '\n');
}
