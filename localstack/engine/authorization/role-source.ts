/** What IAM enforcement needs to know of the roles that there are. */

export interface PolicyDocument {
  readonly name: string;
  /** JSON. */
  readonly document: string;
}

/** What a role may do, as it is written. */
export interface RoleGrants {
  readonly id: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly maxSessionSeconds: number;
  /** Inline and attached. */
  readonly policies: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument;
  /** Attached or bounding policies whose documents are not here: managed by AWS, and not among those we know. */
  readonly unknownPolicyArns: readonly string[];
}

export interface RoleSource {
  /** Changes whenever a role or a policy does. */
  readonly revision: number;
  find(roleArn: string): RoleGrants | undefined;
  list(): readonly RoleGrants[];
  /** The document of a managed policy, the account's or AWS's. */
  managedPolicy(arn: string): PolicyDocument | undefined;
}
