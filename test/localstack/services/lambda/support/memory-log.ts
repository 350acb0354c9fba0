/** Log groups in memory, with a way to wait for a line instead of for a time. */
import type { LogDoor, LogEvent } from '../../../../../localstack/engine/doors.ts';

export interface LoggedLine {
  readonly group: string;
  readonly stream: string;
  readonly message: string;
}

export class MemoryLog implements LogDoor {
  readonly lines: LoggedLine[] = [];
  #waiting: { readonly text: string; readonly resolve: () => void }[] = [];

  append(group: string, stream: string, events: readonly LogEvent[]): void {
    this.lines.push(...events.map(({ message }) => ({ group, stream, message })));
    const isReached = ({ text }: { readonly text: string }): boolean =>
      events.some(({ message }) => message.includes(text));
    for (const { resolve } of this.#waiting.filter(isReached)) resolve();
    this.#waiting = this.#waiting.filter((each) => !isReached(each));
  }

  /** Resolves when the next line with `text` in it is written. */
  next(text: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ text, resolve }));
  }

  get text(): string {
    return this.lines.map(({ message }) => message).join('');
  }
}
