/** What roles were allowed and have used since the cloud started: how a grant too many shows. */
import type { Permission, Policy } from './policy.ts';

export interface PermissionUse {
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
  uses: number;
  /** Which actions it was, when the permission is for many. */
  readonly actions: Set<string>;
}

export interface Denial {
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
  count: number;
}

/** Denials that are kept apart for each role; what comes after them is in the log alone. */
const denialsMax = 200;

/** The uses of one role's permissions. They outlive changes of its policies, as far as the permissions stay. */
export class RoleUsage {
  readonly #uses = new Map<string, PermissionUse>();
  readonly #denials = new Map<string, Denial>();
  #byPermission = new Map<Permission, PermissionUse>();

  /** Takes up the role's policies as they are now. */
  setPolicies(policies: readonly Policy[]): void {
    const known = new Map(this.#uses);
    this.#uses.clear();
    this.#byPermission = new Map();
    for (const { name, statements } of policies) {
      for (const { effect, permissions } of statements) {
        if (effect === 'Allow') for (const permission of permissions) this.#take(name, permission, known);
      }
    }
  }

  #take(policy: string, permission: Permission, known: ReadonlyMap<string, PermissionUse>): void {
    const { action, resource } = permission;
    const key = `${policy}\0${action}\0${resource}`;
    const use = this.#uses.get(key) ?? known.get(key) ?? { policy, action, resource, uses: 0, actions: new Set() };
    this.#uses.set(key, use);
    this.#byPermission.set(permission, use);
  }

  note(permissions: readonly Permission[], action: string): void {
    for (const permission of permissions) {
      const use = this.#byPermission.get(permission);
      if (!use) continue;
      use.uses += 1;
      if (use.action !== action) use.actions.add(action);
    }
  }

  noteDenial(action: string, resource: string, reason: string): void {
    const key = `${action}\0${resource}\0${reason}`;
    const known = this.#denials.get(key);
    if (known) known.count += 1;
    else if (this.#denials.size < denialsMax) this.#denials.set(key, { action, resource, reason, count: 1 });
  }

  permissions(): PermissionUse[] {
    return [...this.#uses.values()];
  }

  denials(): Denial[] {
    return [...this.#denials.values()];
  }
}
