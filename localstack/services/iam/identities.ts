/** Roles and managed policies, by name and by ARN, in the state folder. */
import { randomName } from '../../engine/random.ts';
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { policyNotFound, roleNotFound } from './errors.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface Role {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAtMs: number;
  readonly assumeRolePolicy: string;
  readonly description?: string;
  readonly maxSessionSeconds: number;
  readonly permissionsBoundary?: string;
  readonly tags: readonly Tag[];
  /** Policy name → document. */
  readonly inlinePolicies: Readonly<Record<string, string>>;
  readonly attachedPolicyArns: readonly string[];
}

export interface PolicyVersion {
  readonly versionId: string;
  readonly document: string;
  readonly createdAtMs: number;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly description?: string;
  readonly defaultVersionId: string;
  readonly versions: readonly PolicyVersion[];
  readonly tags: readonly Tag[];
}

export class Identities {
  readonly engine: Engine;
  readonly #roles: Documents<Role>;
  readonly #policies: Documents<ManagedPolicy>;
  #revision = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    this.#roles = engine.state.documents('iam-roles');
    this.#policies = engine.state.documents('iam-policies');
  }

  /** Changes with every role and policy, so that whoever has read them knows when to read again. */
  get revision(): number {
    return this.#revision;
  }

  findRole(name: string): Role | undefined {
    return this.#roles.get(name);
  }

  role(name: string): Role {
    const role = this.#roles.get(name);
    if (!role) throw roleNotFound(name);
    return role;
  }

  putRole(role: Role): Role {
    this.#roles.put(role.name, role);
    this.#revision += 1;
    return role;
  }

  deleteRole(name: string): void {
    this.#roles.delete(name);
    this.#revision += 1;
  }

  roles(): Role[] {
    return this.#roles.list();
  }

  findPolicy(arn: string): ManagedPolicy | undefined {
    return this.#policies.get(arn);
  }

  policy(arn: string): ManagedPolicy {
    const policy = this.#policies.get(arn);
    if (!policy) throw policyNotFound(arn);
    return policy;
  }

  putPolicy(policy: ManagedPolicy): ManagedPolicy {
    this.#policies.put(policy.arn, policy);
    this.#revision += 1;
    return policy;
  }

  deletePolicy(arn: string): void {
    this.#policies.delete(arn);
    this.#revision += 1;
  }

  policies(): ManagedPolicy[] {
    return this.#policies.list();
  }

  attachmentCount(arn: string): number {
    return this.roles().filter(({ attachedPolicyArns }) => attachedPolicyArns.includes(arn)).length;
  }

  arn(resource: string): string {
    return `arn:aws:iam::${this.engine.accountId}:${resource}`;
  }

  /** A unique id such as IAM gives: a prefix for the kind and 17 more characters. */
  newId(prefix: 'AROA' | 'ANPA'): string {
    return prefix + randomName(this.engine.random, 17).toUpperCase();
  }
}
