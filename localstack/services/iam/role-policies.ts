/** Policies inside a role: PutRolePolicy, GetRolePolicy, ListRolePolicies and DeleteRolePolicy. */
import type { Operation } from '../../engine/service.ts';
import { rolePolicyNotFound } from './errors.ts';
import type { Identities } from './identities.ts';
import { pageOf, pageParameters, policyDocument, policyName, roleName } from './parameters.ts';
import type { Page } from './parameters.ts';
import { checkPolicyDocument, encodeDocument } from './policy-document.ts';

interface NamedPolicy {
  readonly RoleName: string;
  readonly PolicyName: string;
}

export function putRolePolicy(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, PolicyName: policyName, PolicyDocument: policyDocument },
    run({ RoleName, PolicyName, PolicyDocument }: NamedPolicy & { readonly PolicyDocument: string }) {
      const role = identities.role(RoleName);
      const inlinePolicies = { ...role.inlinePolicies, [PolicyName]: checkPolicyDocument(PolicyDocument) };
      identities.putRole({ ...role, inlinePolicies });
    },
  };
}

export function getRolePolicy(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, PolicyName: policyName },
    run({ RoleName, PolicyName }: NamedPolicy) {
      const document = identities.role(RoleName).inlinePolicies[PolicyName];
      if (document === undefined) throw rolePolicyNotFound(PolicyName);
      return { RoleName, PolicyName, PolicyDocument: encodeDocument(document) };
    },
  };
}

export function listRolePolicies(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, ...pageParameters },
    run({ RoleName, ...page }: Page & { readonly RoleName: string }) {
      const names = Object.keys(identities.role(RoleName).inlinePolicies).toSorted((a, b) => (a < b ? -1 : 1));
      const { items, end } = pageOf(names, page, (name) => name);
      return { PolicyNames: items, ...end };
    },
  };
}

export function deleteRolePolicy(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, PolicyName: policyName },
    run({ RoleName, PolicyName }: NamedPolicy) {
      const role = identities.role(RoleName);
      const { [PolicyName]: document, ...inlinePolicies } = role.inlinePolicies;
      if (document === undefined) throw rolePolicyNotFound(PolicyName);
      identities.putRole({ ...role, inlinePolicies });
    },
  };
}
