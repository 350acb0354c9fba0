/** Who asks. The account's operator, who may do everything, is no principal here: nobody asks about them. */

export interface RoleSession {
  readonly kind: 'role';
  readonly roleArn: string;
  readonly sessionName: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>`: who error messages name. */
  readonly arn: string;
  /** Undefined for sessions that services make for themselves: those are as long as the work. */
  readonly expiresAtMs?: number;
  /** Documents and ARNs that narrow what the role allows, as AssumeRole was given them. */
  readonly sessionPolicies?: readonly string[];
  readonly sessionPolicyArns?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** A service that acts for one of its resources, such as a rule that sends to a queue. */
export interface ServicePrincipal {
  readonly kind: 'service';
  /** Such as `events.amazonaws.com`. */
  readonly name: string;
  /** The resource it acts for: `aws:SourceArn`. */
  readonly sourceArn: string;
}

export type Principal = RoleSession | ServicePrincipal;

const roleArnForm = /^arn:(?<partition>[\w-]+):iam::(?<accountId>\d{12}):role\/(?:.*\/)?(?<name>[^/]+)$/u;

export interface RoleName {
  readonly accountId: string;
  readonly name: string;
}

/** The account and the name in a role's ARN; undefined when it is not the ARN of a role. */
export function readRoleArn(roleArn: string): RoleName | undefined {
  const { accountId, name } = roleArnForm.exec(roleArn)?.groups ?? {};
  return accountId !== undefined && name !== undefined ? { accountId, name } : undefined;
}

/** A session of a role. Throws when `roleArn` is not the ARN of a role. */
export function roleSession(
  roleArn: string,
  sessionName: string,
  details: Partial<Pick<RoleSession, 'expiresAtMs' | 'sessionPolicies' | 'sessionPolicyArns' | 'tags'>> = {},
): RoleSession {
  const role = readRoleArn(roleArn);
  if (!role) throw new Error(`'${roleArn}' is not the ARN of a role`);
  const arn = `arn:aws:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
  return { kind: 'role', roleArn, sessionName, arn, ...details };
}
