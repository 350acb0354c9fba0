/** Roles as IAM enforcement wants to know them: their documents, wherever they stand. */
import { readRoleArn } from '../../engine/authorization/principal.ts';
import type { PolicyDocument, RoleGrants, RoleSource } from '../../engine/authorization/role-source.ts';
import { awsManagedPolicy } from './aws-managed-policies.ts';
import type { Identities, Role } from './identities.ts';

export function openRoleSource(identities: Identities): RoleSource {
  const managedPolicy = (arn: string): PolicyDocument | undefined => {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    const policy = identities.findPolicy(arn);
    const version = policy?.versions.find(({ versionId }) => versionId === policy.defaultVersionId);
    const document = version?.document ?? awsManagedPolicy(arn);
    return document === undefined ? undefined : { name, document };
  };
  return {
    get revision() {
      return identities.revision;
    },
    find: (roleArn) => {
      const role = identities.findRole(readRoleArn(roleArn)?.name ?? '');
      return role?.arn === roleArn ? grantsOf(role, managedPolicy) : undefined;
    },
    list: () => identities.roles().map((role) => grantsOf(role, managedPolicy)),
    managedPolicy,
  };
}

function grantsOf(role: Role, managedPolicy: RoleSource['managedPolicy']): RoleGrants {
  const { inlinePolicies, attachedPolicyArns, permissionsBoundary } = role;
  const inline = Object.entries(inlinePolicies).map(([name, document]) => ({ name, document }));
  const boundary = permissionsBoundary === undefined ? undefined : managedPolicy(permissionsBoundary);
  const arns = permissionsBoundary === undefined ? attachedPolicyArns : [...attachedPolicyArns, permissionsBoundary];
  return {
    id: role.id,
    arn: role.arn,
    tags: Object.fromEntries(role.tags.map(({ Key, Value }) => [Key, Value])),
    maxSessionSeconds: role.maxSessionSeconds,
    policies: [...inline, ...attachedPolicyArns.flatMap((arn) => managedPolicy(arn) ?? [])],
    // A boundary that nobody knows lets nothing through.
    ...(permissionsBoundary !== undefined && {
      boundary: boundary ?? { name: permissionsBoundary, document: '{"Statement":[]}' },
    }),
    unknownPolicyArns: arns.filter((arn) => managedPolicy(arn) === undefined),
  };
}
