/** Why something is no listen event. Constant and greppable: metrics and dead letters are grouped by it. */
type RefusalReason =
  | 'not-base64'
  | 'not-utf8'
  | 'not-json'
  | 'not-an-object'
  | 'unknown-version'
  | 'field-invalid'
  | 'in-the-future'
  | 'aggregate-full';

/** A refused listen: the reason, and a sentence that names the offending value. */
export type Refusal = { readonly reason: RefusalReason; readonly detail: string };
