/** One JSON line per event, the same shape as the functions' own logs, so that a run reads as one story. */
export type LogLevel = 'info' | 'warn' | 'error';

export type Log = (level: LogLevel, event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** A log that writes lines to `write` (a file's or a stream's `write`), stamped by `nowMs`. */
export function lineLog(write: (line: string) => void, nowMs: () => number): Log {
  return (level, event, fields = {}) =>
    write(`${JSON.stringify({ at: new Date(nowMs()).toISOString(), level, event, ...fields })}\n`);
}

/** A log for those who do not want one. */
export const silentLog: Log = () => undefined;

/** What a caught thing says about itself, for a log field. */
export function faultText(fault: unknown): string {
  return fault instanceof Error ? `${fault.name}: ${fault.message}` : String(fault);
}
