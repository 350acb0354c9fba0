/** What an answer of DynamoDB says, as JSON. */
export type Answer = Readonly<Record<string, unknown>>;

type Circumstances = { readonly status?: number; readonly answer?: Answer; readonly cause?: unknown };

/**
 * A call that failed. `name` is DynamoDB's word for it (`ValidationException`, …), or `TimeoutError`, `ConnectionError`,
 * or `UnreadableAnswer` when it said none. Without a `status` there was no answer, and nobody knows whether the call took effect.
 */
export class DynamodbFault extends Error {
  readonly status: number | undefined;
  /** All that DynamoDB said; a failed condition comes with the item, when that was asked for. */
  readonly answer: Answer;

  constructor(name: string, message: string, { status, answer = {}, cause }: Circumstances = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = name;
    this.status = status;
    this.answer = answer;
  }
}
