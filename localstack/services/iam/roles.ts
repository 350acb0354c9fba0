/** CreateRole, GetRole, ListRoles, UpdateRole, UpdateAssumeRolePolicy and DeleteRole. */
import type { Operation } from '../../engine/service.ts';
import { deleteConflict, roleExists } from './errors.ts';
import type { Identities, Role, Tag } from './identities.ts';
import { pageOf, pageParameters, path, policyDocument, roleName, tagList } from './parameters.ts';
import type { Page } from './parameters.ts';
import { checkPolicyDocument, encodeDocument } from './policy-document.ts';

interface CreateRole {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: string;
  readonly Path?: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: string;
  readonly PermissionsBoundary?: string;
  readonly Tags?: readonly Tag[];
}

export function createRole(identities: Identities): Operation {
  return {
    parameters: {
      RoleName: roleName,
      AssumeRolePolicyDocument: policyDocument,
      Path: path,
      Description: { type: 'string', lengthMax: 1000 },
      MaxSessionDuration: { type: 'any' },
      PermissionsBoundary: { type: 'string' },
      Tags: tagList,
    },
    run(input: CreateRole) {
      const { RoleName: name, Path: rolePath = '/', Description, PermissionsBoundary } = input;
      if (identities.findRole(name)) throw roleExists(name);
      const role = identities.putRole({
        name,
        id: identities.newId('AROA'),
        arn: identities.arn(`role${rolePath}${name}`),
        path: rolePath,
        createdAtMs: identities.engine.clock.nowMs(),
        assumeRolePolicy: checkPolicyDocument(input.AssumeRolePolicyDocument),
        ...(Description !== undefined && { description: Description }),
        maxSessionSeconds: Number(input.MaxSessionDuration ?? 3600),
        ...(PermissionsBoundary !== undefined && { permissionsBoundary: PermissionsBoundary }),
        tags: input.Tags ?? [],
        inlinePolicies: {},
        attachedPolicyArns: [],
      });
      return { Role: describeRole(role) };
    },
  };
}

export function getRole(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName },
    run: ({ RoleName }: { readonly RoleName: string }) => ({ Role: describeRole(identities.role(RoleName)) }),
  };
}

export function listRoles(identities: Identities): Operation {
  return {
    parameters: { PathPrefix: { type: 'string' }, ...pageParameters },
    run({ PathPrefix = '/', ...page }: Page & { readonly PathPrefix?: string }) {
      const found = identities.roles().filter((role) => role.path.startsWith(PathPrefix));
      const { items, end } = pageOf(found, page, ({ name }) => name);
      return { Roles: items.map(describeRole), ...end };
    },
  };
}

interface UpdateRole {
  readonly RoleName: string;
  readonly Description?: string;
  readonly MaxSessionDuration?: string;
}

export function updateRole(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, Description: { type: 'string' }, MaxSessionDuration: { type: 'any' } },
    run({ RoleName, Description, MaxSessionDuration }: UpdateRole) {
      const role = identities.role(RoleName);
      identities.putRole({
        ...role,
        ...(Description !== undefined && { description: Description }),
        ...(MaxSessionDuration !== undefined && { maxSessionSeconds: Number(MaxSessionDuration) }),
      });
    },
  };
}

export function updateAssumeRolePolicy(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName, PolicyDocument: policyDocument },
    run({ RoleName, PolicyDocument }: { readonly RoleName: string; readonly PolicyDocument: string }) {
      const role = identities.role(RoleName);
      identities.putRole({ ...role, assumeRolePolicy: checkPolicyDocument(PolicyDocument) });
    },
  };
}

/** Only a role without policies can be deleted. */
export function deleteRole(identities: Identities): Operation {
  return {
    parameters: { RoleName: roleName },
    run({ RoleName }: { readonly RoleName: string }) {
      const role = identities.role(RoleName);
      if (role.attachedPolicyArns.length > 0) {
        throw deleteConflict('Cannot delete entity, must detach all policies first.');
      }
      if (Object.keys(role.inlinePolicies).length > 0) {
        throw deleteConflict('Cannot delete entity, must delete policies first.');
      }
      identities.deleteRole(RoleName);
    },
  };
}

function describeRole(role: Role) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAtMs),
    AssumeRolePolicyDocument: encodeDocument(role.assumeRolePolicy),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
    ...(role.permissionsBoundary && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
        PermissionsBoundaryArn: role.permissionsBoundary,
      },
    }),
    Tags: role.tags,
  };
}
