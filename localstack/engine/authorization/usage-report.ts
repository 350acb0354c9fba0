/** `GET /_cloud/iam/usage`: which permissions each role has, and which of them it has used. */
import type { Grants } from './grants.ts';
import type { RoleSource } from './role-source.ts';

export interface PermissionReport {
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
  readonly uses: number;
  /** The actions that a permission for many was used for. */
  readonly actions?: readonly string[];
}

export interface RoleUsageReport {
  readonly role: string;
  readonly used: readonly PermissionReport[];
  readonly unused: readonly PermissionReport[];
  readonly denied: readonly { action: string; resource: string; reason: string; count: number }[];
}

export function usageReport(roles: RoleSource, grants: Grants): readonly RoleUsageReport[] {
  return roles.list().map(({ arn }) => {
    const { usage } = grants.ofRole(arn);
    const permissions = usage.permissions().map(({ actions, ...permission }) => ({
      ...permission,
      ...(actions.size > 0 && { actions: [...actions].toSorted() }),
    }));
    return {
      role: arn,
      used: permissions.filter(({ uses }) => uses > 0),
      unused: permissions.filter(({ uses }) => uses === 0),
      denied: usage.denials(),
    };
  });
}
