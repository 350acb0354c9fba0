import type { RoleSource } from '../../engine/authorization/role-source.ts';
import type { Call, Operation } from '../../engine/service.ts';

/** A role session is who its credentials say; everybody else is the account's root. */
export function getCallerIdentity(roles: RoleSource): Operation {
  return {
    parameters: {},
    run(_input: object, { accountId, caller }: Call) {
      if (!caller) return { UserId: accountId, Account: accountId, Arn: `arn:aws:iam::${accountId}:root` };
      const { arn, roleArn, sessionName } = caller;
      return { UserId: `${roles.find(roleArn)?.id ?? 'AROA'}:${sessionName}`, Account: accountId, Arn: arn };
    },
  };
}
