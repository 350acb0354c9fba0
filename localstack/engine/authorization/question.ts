/** What IAM is asked: may this principal do this to that, under these circumstances? */
import type { Principal } from './principal.ts';

/** The values of a condition key, given in lower case; undefined when the request has none. */
export type Lookup = (key: string) => readonly string[] | undefined;

export interface Question {
  readonly principal: Principal;
  /** Such as `dynamodb:GetItem`. */
  readonly action: string;
  /** The same in lower case: actions are compared without regard to it. */
  readonly actionLower: string;
  /** The ARN, or `*` for actions that know no resources. */
  readonly resource: string;
  readonly lookup: Lookup;
}
