/** The use of roles' permissions as tables for a terminal. */

export interface PermissionUse {
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
  readonly uses: number;
  readonly actions?: readonly string[];
}

/** As `GET /_cloud/iam/usage` answers. */
export interface RoleUsage {
  readonly role: string;
  readonly used: readonly PermissionUse[];
  readonly unused: readonly PermissionUse[];
  readonly denied: readonly {
    readonly action: string;
    readonly resource: string;
    readonly reason: string;
    readonly count: number;
  }[];
}

interface Row {
  readonly count: string;
  readonly action: string;
  readonly resource: string;
}

/** A block for each role, and a sentence that sums them up. */
export function permissionLines(roles: readonly RoleUsage[], { isUnusedOnly }: { isUnusedOnly: boolean }): string[] {
  const shown = isUnusedOnly ? roles.filter(({ unused }) => unused.length > 0) : roles;
  return [...shown.flatMap((role) => roleLines(role, isUnusedOnly)), summary(roles)];
}

function roleLines({ role, used, unused, denied }: RoleUsage, isUnusedOnly: boolean): string[] {
  const name = role.slice(role.lastIndexOf('/') + 1);
  const parts: readonly (readonly [string, readonly Row[]])[] = [
    ['never used', unused.map((permission) => row('', permission))],
    ['used', isUnusedOnly ? [] : used.map((permission) => row(`${permission.uses} ×`, permission))],
    ['denied', isUnusedOnly ? [] : denied.map((denial) => row(`${denial.count} ×`, denial))],
  ];
  return [name, ...parts.flatMap(([title, rows]) => tableLines(title, rows)), ''];
}

function row(
  count: string,
  { action, resource, actions }: { action: string; resource: string; actions?: readonly string[] },
): Row {
  return { count, action: actions ? `${action} (${actions.join(', ')})` : action, resource: shortArn(resource) };
}

/** Partition, region and account are the same in every line. */
function shortArn(resource: string): string {
  const [, , service, , , ...rest] = resource.split(':');
  return resource.startsWith('arn:') ? `${service} ${rest.join(':')}` : resource;
}

function tableLines(title: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const countWidth = Math.max(...rows.map(({ count }) => count.length));
  const actionWidth = Math.max(...rows.map(({ action }) => action.length));
  const sorted = rows.toSorted((a, b) => (a.action < b.action ? -1 : 1));
  return [
    `  ${title}`,
    ...sorted.map(({ count, action, resource }) =>
      `    ${count.padStart(countWidth)} ${action.padEnd(actionWidth)}  ${resource}`.trimEnd(),
    ),
  ];
}

function summary(roles: readonly RoleUsage[]): string {
  const sum = (count: (role: RoleUsage) => number): number => roles.reduce((total, role) => total + count(role), 0);
  const unused = sum((role) => role.unused.length);
  const used = sum((role) => role.used.length);
  const denied = sum((role) => role.denied.reduce((total, { count }) => total + count, 0));
  return `${roles.length} roles: ${used} permissions used, ${unused} never used, ${denied} requests denied since the cloud started.`;
}
