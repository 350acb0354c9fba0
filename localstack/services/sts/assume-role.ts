import { AwsError } from '../../engine/aws-error.ts';
import { randomName } from '../../engine/random.ts';
import type { Engine, Operation } from '../../engine/service.ts';

interface AssumeRole {
  readonly RoleArn: string;
  readonly RoleSessionName: string;
  /** Text, because the query protocol has no numbers. */
  readonly DurationSeconds?: string;
}

/** Temporary credentials. They open everything, as all credentials do until policies are enforced. */
export function assumeRole({ clock, random }: Engine): Operation {
  return {
    parameters: {
      RoleArn: { type: 'string', required: true, lengthMin: 20, lengthMax: 2048 },
      RoleSessionName: { type: 'string', required: true, lengthMin: 2, lengthMax: 64, pattern: '[\\w+=,.@-]*' },
      DurationSeconds: { type: 'any' },
      // Narrows what the session may do, which is everything for now.
      Policy: { type: 'string' },
      PolicyArns: { type: 'list' },
      ExternalId: { type: 'string' },
      Tags: { type: 'list' },
      TransitiveTagKeys: { type: 'list' },
      SourceIdentity: { type: 'string' },
    },
    run({ RoleArn, RoleSessionName, DurationSeconds = '3600' }: AssumeRole) {
      const role = /^arn:aws:iam::(?<accountId>\d{12}):role\/(?:.*\/)?(?<name>[^/]+)$/u.exec(RoleArn)?.groups;
      if (!role) throw new AwsError('ValidationError', `${RoleArn} is invalid`);
      const seconds = Number(DurationSeconds);
      if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
        throw new AwsError('ValidationError', `DurationSeconds must be from 900 to 43200, got ${DurationSeconds}`);
      }
      const id = (length: number) => randomName(random, length).toUpperCase();
      return {
        Credentials: {
          AccessKeyId: `ASIA${id(16)}`,
          SecretAccessKey: randomName(random, 40),
          SessionToken: randomName(random, 200),
          Expiration: new Date(clock.nowMs() + seconds * 1000),
        },
        AssumedRoleUser: {
          AssumedRoleId: `AROA${id(17)}:${RoleSessionName}`,
          Arn: `arn:aws:sts::${role['accountId']}:assumed-role/${role['name']}/${RoleSessionName}`,
        },
        PackedPolicySize: 0,
      };
    },
  };
}
