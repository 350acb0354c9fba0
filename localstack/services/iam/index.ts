/** AWS IAM: roles and policies, kept whole and checked for form. `engine/authorization` enforces them. */
import type { RoleSource } from '../../engine/authorization/role-source.ts';
import type { Engine, Service } from '../../engine/service.ts';
import { attachRolePolicy, detachRolePolicy, listAttachedRolePolicies } from './attached-policies.ts';
import { Identities } from './identities.ts';
import { createPolicy, deletePolicy, getPolicy, listPolicies } from './managed-policies.ts';
import { managedPolicyResource, policyResource } from './policy-resources.ts';
import {
  createPolicyVersion,
  deletePolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from './policy-versions.ts';
import { openRoleSource } from './role-grants.ts';
import { deleteRolePolicy, getRolePolicy, listRolePolicies, putRolePolicy } from './role-policies.ts';
import { roleResource } from './role-resource.ts';
import { listRoleTags, tagRole, untagRole } from './role-tags.ts';
import { createRole, deleteRole, getRole, listRoles, updateAssumeRolePolicy, updateRole } from './roles.ts';

export interface IamService extends Service {
  /** What enforcement reads. */
  readonly roles: RoleSource;
}

export function createIam(engine: Engine): IamService {
  const identities = new Identities(engine);
  const roles = openRoleSource(identities);
  return {
    name: 'iam',
    protocol: { kind: 'query', xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/', apiVersion: '2010-05-08' },
    operations: {
      AttachRolePolicy: attachRolePolicy(identities),
      CreatePolicy: createPolicy(identities),
      CreatePolicyVersion: createPolicyVersion(identities),
      CreateRole: createRole(identities),
      DeletePolicy: deletePolicy(identities),
      DeletePolicyVersion: deletePolicyVersion(identities),
      DeleteRole: deleteRole(identities),
      DeleteRolePolicy: deleteRolePolicy(identities),
      DetachRolePolicy: detachRolePolicy(identities),
      GetPolicy: getPolicy(identities),
      GetPolicyVersion: getPolicyVersion(identities),
      GetRole: getRole(identities),
      GetRolePolicy: getRolePolicy(identities),
      ListAttachedRolePolicies: listAttachedRolePolicies(identities),
      ListPolicies: listPolicies(identities),
      ListPolicyVersions: listPolicyVersions(identities),
      ListRolePolicies: listRolePolicies(identities),
      ListRoleTags: listRoleTags(identities),
      ListRoles: listRoles(identities),
      PutRolePolicy: putRolePolicy(identities),
      SetDefaultPolicyVersion: setDefaultPolicyVersion(identities),
      TagRole: tagRole(identities),
      UntagRole: untagRole(identities),
      UpdateAssumeRolePolicy: updateAssumeRolePolicy(identities),
      UpdateRole: updateRole(identities),
    },
    resources: {
      'AWS::IAM::ManagedPolicy': managedPolicyResource,
      'AWS::IAM::Policy': policyResource,
      'AWS::IAM::Role': roleResource,
    },
    iam: {
      // A role's own policy says who may take it on.
      policyOf: (arn) => {
        const role = identities.findRole(arn.slice(arn.lastIndexOf('/') + 1));
        return role?.arn === arn ? role.assumeRolePolicy : undefined;
      },
      resolve: (_member, roleName) => identities.findRole(roleName)?.arn,
      roles,
    },
    roles,
  };
}
