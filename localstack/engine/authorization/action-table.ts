/**
 * Which IAM action an operation is, and on which resources: data, one table for each service, as the Service
 * Authorization Reference has them. https://docs.aws.amazon.com/service-authorization/latest/reference/
 */

/** An operation's input, in the shapes of the JSON protocols. */
export type Input = Readonly<Record<string, unknown>>;

/** Where ARNs are made, and who knows those that a request only hints at. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
  /** The ARN behind a member that only `service` can read, such as KMS's `CiphertextBlob`. Undefined when it cannot either. */
  resolve(service: string, member: string, value: string): string | undefined;
}

export type ResourcesOf = (input: Input, place: Place) => readonly string[];

/** Values of condition keys (in lower case) that come from the request itself. */
export type ConditionValues = Readonly<Record<string, readonly string[]>>;

/** One thing that is asked: an action on each of some resources. */
export interface Access {
  readonly action: string;
  readonly resources: readonly string[];
}

export interface Row {
  /** The IAM action, when it is not `<prefix>:<operation>`. */
  readonly action?: string;
  /** The resources that it is asked for; `*` when the action knows none. */
  readonly on?: ResourcesOf;
  /** Operations that are several actions, each on its own resources. Takes the place of `action` and `on`. */
  readonly accesses?: (input: Input, place: Place) => readonly Access[];
  readonly conditions?: (input: Input) => ConditionValues;
  /** Nobody needs a permission for it. */
  readonly isFree?: boolean;
}

export interface ActionTable {
  /** What stands before the colon of the service's actions. */
  readonly prefix: string;
  readonly rows: Readonly<Record<string, Row>>;
  /** Nothing but the resource's own policy, or permissions that it lets the account give, opens the resource. */
  readonly mustResourceAllow?: boolean;
}

/** A member of the input as text; empty when it is missing. */
export function text(input: Input, member: string): string {
  const value = input[member];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A member of the input as a list; empty when it is missing. */
export function list(input: Input, member: string): readonly unknown[] {
  const value = input[member];
  return Array.isArray(value) ? value : [];
}

/** `arn:aws:<service>:<region>:<account>:<resource>` */
export function regionalArn(service: string, resource: string, { accountId, region }: Place): string {
  return `arn:aws:${service}:${region}:${accountId}:${resource}`;
}

/** Rows of operations that are alike. */
export function rowsOf(names: string, row: Row): Record<string, Row> {
  return Object.fromEntries(names.split(' ').map((name) => [name, row]));
}

/** `aws:RequestTag/<key>` and `aws:TagKeys` of a list of `{Key, Value}`, or of a map. */
export function tagConditions(input: Input, member = 'Tags'): ConditionValues {
  const tags = input[member];
  const pairs = Array.isArray(tags)
    ? tags.map((tag: Record<string, unknown>) => [tag['Key'] ?? tag['TagKey'], tag['Value'] ?? tag['TagValue']])
    : Object.entries((tags ?? {}) as object);
  if (pairs.length === 0) return {};
  return {
    ...Object.fromEntries(
      pairs.map(([key, value]) => [`aws:requesttag/${String(key).toLowerCase()}`, [String(value)]]),
    ),
    'aws:tagkeys': pairs.map(([key]) => String(key)),
  };
}
