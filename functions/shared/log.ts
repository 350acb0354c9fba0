/** `info` is a business fact, `warn` is degraded but handled, `error` means that someone must act. */
export type LogLevel = 'info' | 'warn' | 'error';

/** Ids, counts and reasons; never payloads, never secrets. An `Error` becomes its name, message, stack and causes. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Says that something happened: `event` is a constant past-tense kebab name, such as `listens-stored`. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;

/** Fields that every line of the current invocation carries. A Lambda environment runs one invocation at a time. */
let boundFields: LogFields = {};

/** Sets the fields that every line carries from now on; called once per invocation. */
export function bindLog(fields: LogFields): void {
  boundFields = fields;
}

/** What of an error is worth a line; `cause` chains are followed. Anything else thrown is shown as it is. */
function describeFault(fault: unknown): unknown {
  if (!(fault instanceof Error)) return fault;
  const { name, message, stack, cause } = fault;
  return cause === undefined ? { name, message, stack } : { name, message, stack, cause: describeFault(cause) };
}

/** One JSON line for an event, without the line break. Pure but for the bound fields, so that tests may read it. */
export function logLine(timeMs: number, level: LogLevel, event: string, fields: LogFields = {}): string {
  const line = { timestamp: new Date(timeMs).toISOString(), level, event, ...boundFields, ...fields };
  return JSON.stringify(line, (_key, value: unknown) => (value instanceof Error ? describeFault(value) : value));
}

/**
 * The log of a deployed function: one JSON line per event on standard output.
 * Not `console.log`, because Lambda's text format puts a time, an id and a level in front of that, which is no JSON.
 */
export const standardLog: Log = (level, event, fields) => {
  process.stdout.write(`${logLine(Date.now(), level, event, fields)}\n`);
};
