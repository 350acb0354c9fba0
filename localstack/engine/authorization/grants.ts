/** What role sessions may do, compiled once and kept until a role or a policy changes. */
import { faultText } from '../log.ts';
import type { Log } from '../log.ts';
import type { Policies } from './evaluate.ts';
import { compilePolicy } from './policy.ts';
import type { Policy } from './policy.ts';
import type { RoleSession } from './principal.ts';
import type { PolicyDocument, RoleGrants, RoleSource } from './role-source.ts';
import { RoleUsage } from './usage.ts';

export interface SessionGrants {
  /** Undefined when the role is gone; nothing is allowed then. */
  readonly role: RoleGrants | undefined;
  readonly policies: Pick<Policies, 'identity' | 'boundary' | 'session'>;
  readonly usage: RoleUsage;
}

/** Sessions that were narrowed by policies of their own and are remembered. */
const narrowedMax = 200;

export class Grants {
  readonly #roles: RoleSource;
  readonly #log: Log;
  readonly #usages = new Map<string, RoleUsage>();
  readonly #known = new Map<string, SessionGrants>();
  readonly #narrowed = new Map<string, SessionGrants>();
  #revision = -1;

  constructor(roles: RoleSource, log: Log) {
    this.#roles = roles;
    this.#log = log;
  }

  of(session: RoleSession): SessionGrants {
    const grants = this.ofRole(session.roleArn);
    return session.sessionPolicies || session.sessionPolicyArns ? this.#narrow(session, grants) : grants;
  }

  ofRole(roleArn: string): SessionGrants {
    if (this.#revision !== this.#roles.revision) {
      this.#known.clear();
      this.#narrowed.clear();
      this.#revision = this.#roles.revision;
    }
    const known = this.#known.get(roleArn);
    if (known) return known;
    const role = this.#roles.find(roleArn);
    if (!role) this.#log('warn', 'iam-role-missing', { roleArn });
    for (const policyArn of role?.unknownPolicyArns ?? []) {
      this.#log('error', 'iam-not-implemented', { roleArn, policyArn, effect: 'it grants nothing here' });
    }
    const identity = (role?.policies ?? []).flatMap((document) => this.#compile(roleArn, document));
    // A boundary that is not here limits to nothing, as one that cannot be read.
    const boundary = role?.boundary && (this.#compile(roleArn, role.boundary)[0] ?? nothing);
    const usage = this.#usages.get(roleArn) ?? new RoleUsage();
    this.#usages.set(roleArn, usage);
    usage.setPolicies(identity);
    const grants = { role, policies: { identity, boundary }, usage };
    this.#known.set(roleArn, grants);
    return grants;
  }

  #narrow(session: RoleSession, grants: SessionGrants): SessionGrants {
    const { roleArn, sessionPolicies = [], sessionPolicyArns = [] } = session;
    const key = JSON.stringify([roleArn, sessionPolicies, sessionPolicyArns]);
    const known = this.#narrowed.get(key);
    if (known) return known;
    const documents = [
      ...sessionPolicies.map((document) => ({ name: 'session', document })),
      ...sessionPolicyArns.flatMap((arn) => this.#roles.managedPolicy(arn) ?? []),
    ];
    const narrowed = documents.flatMap((document) => this.#compile(roleArn, document));
    const made = { ...grants, policies: { ...grants.policies, session: narrowed } };
    if (this.#narrowed.size >= narrowedMax) this.#narrowed.clear();
    this.#narrowed.set(key, made);
    return made;
  }

  #compile(roleArn: string, { name, document }: PolicyDocument): Policy[] {
    try {
      return [compilePolicy(name, document)];
    } catch (fault) {
      this.#log('error', 'iam-policy-unreadable', { roleArn, policy: name, fault: faultText(fault) });
      return [];
    }
  }
}

const nothing: Policy = { name: 'unreadable', statements: [] };
