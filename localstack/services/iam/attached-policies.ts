/** Managed policies of a role: AttachRolePolicy, DetachRolePolicy and ListAttachedRolePolicies. */
import type { Operation } from '../../engine/service.ts';
import { policyNotAttached } from './errors.ts';
import type { Identities } from './identities.ts';
import { pageOf, pageParameters, policyArn, roleName } from './parameters.ts';
import type { Page } from './parameters.ts';

interface Attachment {
  readonly RoleName: string;
  readonly PolicyArn: string;
}

/** Policies that AWS manages are taken at their word: their documents are not here. */
const awsManagedPrefix = 'arn:aws:iam::aws:policy/';

export function attachRolePolicy(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, PolicyArn: policyArn },
    run({ RoleName, PolicyArn }: Attachment) {
      const role = identities.role(RoleName);
      if (!PolicyArn.startsWith(awsManagedPrefix)) identities.policy(PolicyArn);
      if (role.attachedPolicyArns.includes(PolicyArn)) return;
      identities.putRole({ ...role, attachedPolicyArns: [...role.attachedPolicyArns, PolicyArn] });
    },
  };
}

export function detachRolePolicy(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, PolicyArn: policyArn },
    run({ RoleName, PolicyArn }: Attachment) {
      const role = identities.role(RoleName);
      if (!role.attachedPolicyArns.includes(PolicyArn)) throw policyNotAttached(PolicyArn);
      identities.putRole({ ...role, attachedPolicyArns: role.attachedPolicyArns.filter((arn) => arn !== PolicyArn) });
    },
  };
}

export function listAttachedRolePolicies(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, PathPrefix: { type: 'string' }, ...pageParameters },
    run({ RoleName, PathPrefix = '/', ...page }: Page & { readonly RoleName: string; readonly PathPrefix?: string }) {
      const found = identities
        .role(RoleName)
        .attachedPolicyArns.filter((arn) => arn.slice(arn.indexOf('/')).startsWith(PathPrefix))
        .toSorted((a, b) => (a < b ? -1 : 1));
      const { items, end } = pageOf(found, page, (arn) => arn);
      const described = items.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }));
      return { AttachedPolicies: described, ...end };
    },
  };
}
