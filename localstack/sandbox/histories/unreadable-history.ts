/** A history that a person gave cannot be used. The message is a sentence that names the file and what is wrong with it. */
export class UnreadableHistory extends Error {
  override readonly name = 'UnreadableHistory';

  /** `file` as the person wrote it; a file inside an archive follows a `›`. */
  constructor(file: string, problem: string, cause?: unknown) {
    super(`${file}: ${problem}`, cause === undefined ? {} : { cause });
  }
}

/** A value as an error quotes it: JSON, cut to a length that a terminal line holds. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}
