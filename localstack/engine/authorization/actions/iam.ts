/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
import { rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, Input, Place, ResourcesOf } from '../action-table.ts';

/** A role's path is part of its ARN, and only IAM knows the paths of roles that there are. */
function roleArn(input: Input, place: Place): string {
  const name = text(input, 'RoleName');
  return place.resolve('iam', 'RoleName', name) ?? `arn:aws:iam::${place.accountId}:role${pathOf(input)}${name}`;
}

function pathOf(input: Input): string {
  const path = text(input, 'Path');
  return path === '' ? '/' : path;
}

const role: ResourcesOf = (input, place) => [roleArn(input, place)];
const policy: ResourcesOf = (input) => [text(input, 'PolicyArn')];
const newPolicy: ResourcesOf = (input, { accountId }) => [
  `arn:aws:iam::${accountId}:policy${pathOf(input)}${text(input, 'PolicyName')}`,
];
const allRoles: ResourcesOf = (_input, { accountId }) => [`arn:aws:iam::${accountId}:role/`];
const allPolicies: ResourcesOf = (_input, { accountId }) => [`arn:aws:iam::${accountId}:policy/`];

export const iam: ActionTable = {
  prefix: 'iam',
  rows: {
    ...rowsOf('AttachRolePolicy DetachRolePolicy', {
      on: role,
      conditions: (input) => ({ 'iam:policyarn': [text(input, 'PolicyArn')] }),
    }),
    CreateRole: {
      on: role,
      conditions: (input) => ({
        ...tagConditions(input),
        ...(text(input, 'PermissionsBoundary') !== '' && {
          'iam:permissionsboundary': [text(input, 'PermissionsBoundary')],
        }),
      }),
    },
    ...rowsOf('DeleteRole GetRole UpdateRole UpdateAssumeRolePolicy UpdateRoleDescription', { on: role }),
    ...rowsOf('DeleteRolePolicy GetRolePolicy ListRolePolicies PutRolePolicy', { on: role }),
    ...rowsOf('PutRolePermissionsBoundary DeleteRolePermissionsBoundary', { on: role }),
    ...rowsOf('ListAttachedRolePolicies ListRoleTags UntagRole ListInstanceProfilesForRole', { on: role }),
    TagRole: { on: role, conditions: tagConditions },
    CreatePolicy: { on: newPolicy, conditions: tagConditions },
    ...rowsOf('CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion', { on: policy }),
    ...rowsOf('ListPolicyVersions SetDefaultPolicyVersion ListEntitiesForPolicy', { on: policy }),
    ListRoles: { on: allRoles },
    ListPolicies: { on: allPolicies },
  },
};

/** Who may take a role on is said by the role's own policy. */
export const sts: ActionTable = {
  prefix: 'sts',
  mustResourceAllow: true,
  rows: {
    AssumeRole: {
      on: (input) => [text(input, 'RoleArn')],
      conditions: (input) => ({
        'sts:rolesessionname': [text(input, 'RoleSessionName')],
        ...(text(input, 'ExternalId') !== '' && { 'sts:externalid': [text(input, 'ExternalId')] }),
        ...tagConditions(input),
      }),
    },
    // "No permissions are required to perform this operation."
    GetCallerIdentity: { isFree: true },
  },
};
