import { accessDenied, nameOf } from '../../engine/authorization/denial.ts';
import { readRoleArn, roleSession } from '../../engine/authorization/principal.ts';
import type { RoleGrants, RoleSource } from '../../engine/authorization/role-source.ts';
import { sessionCredentials } from '../../engine/authorization/session-credentials.ts';
import { AwsError } from '../../engine/aws-error.ts';
import { randomName } from '../../engine/random.ts';
import type { Call, Engine, Operation } from '../../engine/service.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface AssumeRole {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  /** Text, because the query protocol has no numbers. */
  readonly DurationSeconds?: string;
  readonly Policy?: string;
  readonly PolicyArns?: readonly { readonly arn: string }[];
  readonly Tags?: readonly Tag[];
}

/** Credentials of a session of the role. Whether the caller may have them, the role's policy says. */
export function assumeRole({ clock, random }: Engine, roles: RoleSource): Operation {
  return {
    parameters: {
      RoleArn: { type: 'string', required: true, lengthMin: 20, lengthMax: 2048 },
      RoleSessionName: { type: 'string', required: true, lengthMin: 2, lengthMax: 64, pattern: '[\\w+=,.@-]*' },
      DurationSeconds: { type: 'any' },
      Policy: { type: 'string', lengthMax: 2048 },
      PolicyArns: { type: 'list', lengthMax: 10, member: { type: 'structure', members: { arn: { type: 'string' } } } },
      ExternalId: { type: 'string' },
      Tags: { type: 'list', lengthMax: 50 },
      // There is one account: a session's tags have nowhere to go on to.
      TransitiveTagKeys: { type: 'list' },
      SourceIdentity: { type: 'string' },
    },
    run(input: AssumeRole, { accountId, caller }: Call) {
      const { RoleArn, RoleSessionName, DurationSeconds = '3600' } = input;
      if (!readRoleArn(RoleArn)) throw new AwsError('ValidationError', `${RoleArn} is invalid`);
      const role = roles.find(RoleArn);
      if (!role) {
        const who = caller ? nameOf(caller) : `arn:aws:iam::${accountId}:root`;
        throw accessDenied('sts', who, 'sts:AssumeRole', RoleArn, '');
      }
      const expiresAtMs = clock.nowMs() + readDuration(DurationSeconds, role) * 1000;
      const session = roleSession(RoleArn, RoleSessionName, { expiresAtMs, ...narrowing(input) });
      const credentials = sessionCredentials(session, randomName(random, 16));
      return {
        Credentials: {
          AccessKeyId: credentials.accessKeyId,
          SecretAccessKey: credentials.secretAccessKey,
          SessionToken: credentials.sessionToken,
          Expiration: new Date(expiresAtMs),
        },
        AssumedRoleUser: { AssumedRoleId: `${role.id}:${RoleSessionName}`, Arn: session.arn },
        PackedPolicySize: 0,
      };
    },
  };
}

function readDuration(text: string, { maxSessionSeconds }: RoleGrants): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    throw new AwsError('ValidationError', `DurationSeconds must be from 900 to 43200, got ${text}`);
  }
  if (seconds > maxSessionSeconds) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  }
  return seconds;
}

/** What makes the session less than the role, and what it is tagged with. */
function narrowing({ Policy, PolicyArns = [], Tags = [] }: AssumeRole) {
  if (Policy !== undefined) checkJson(Policy);
  return {
    ...(Policy !== undefined && { sessionPolicies: [Policy] }),
    ...(PolicyArns.length > 0 && { sessionPolicyArns: PolicyArns.map(({ arn }) => arn) }),
    ...(Tags.length > 0 && { tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])) }),
  };
}

function checkJson(policy: string): void {
  try {
    JSON.parse(policy);
  } catch {
    throw new AwsError('MalformedPolicyDocument', 'This policy contains invalid Json');
  }
}
