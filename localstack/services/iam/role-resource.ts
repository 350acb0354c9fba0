/** `AWS::IAM::Role`, made through IAM's own operations. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
import { AwsError } from '../../engine/aws-error.ts';
import type { CallService, Properties, Resource, ResourceScope, ResourceType } from '../../engine/service.ts';
import type { Tag } from './identities.ts';

interface InlinePolicy {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
}

export const roleResource: ResourceType = {
  properties: [
    'AssumeRolePolicyDocument',
    'Description',
    'ManagedPolicyArns',
    'MaxSessionDuration',
    'Path',
    'PermissionsBoundary',
    'Policies',
    'RoleName',
    'Tags',
  ],

  async create(properties, scope) {
    const {
      AssumeRolePolicyDocument,
      RoleName,
      Policies: _inline,
      ManagedPolicyArns: _managed,
      ...others
    } = properties;
    const { Role } = await scope.call('iam', 'CreateRole', {
      ...others,
      RoleName: RoleName ?? scope.generateName(64),
      AssumeRolePolicyDocument: JSON.stringify(AssumeRolePolicyDocument),
    });
    const resource = describe(Role as RoleAnswer);
    await syncPolicies(resource.physicalId, properties, {}, scope.call);
    return resource;
  },

  async update(physicalId, properties, previous, scope) {
    for (const name of ['RoleName', 'Path']) if (properties[name] !== previous[name]) return 'replace';
    const { AssumeRolePolicyDocument, Description = '', MaxSessionDuration = 3600, Tags = [] } = properties;
    if (properties['PermissionsBoundary'] !== previous['PermissionsBoundary']) return 'replace';
    const RoleName = physicalId;
    const PolicyDocument = JSON.stringify(AssumeRolePolicyDocument);
    await scope.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument });
    await scope.call('iam', 'UpdateRole', { RoleName, Description, MaxSessionDuration });
    const gone = ((previous['Tags'] ?? []) as Tag[]).map(({ Key }) => Key);
    await scope.call('iam', 'UntagRole', { RoleName, TagKeys: gone });
    await scope.call('iam', 'TagRole', { RoleName, Tags });
    await syncPolicies(RoleName, properties, previous, scope.call);
    const { Role } = await scope.call('iam', 'GetRole', { RoleName });
    return describe(Role as RoleAnswer);
  },

  /** Also takes away what others have put on the role, as CloudFormation's order of deletion has done on AWS. */
  async delete(physicalId, _properties, scope) {
    try {
      await deleteRole(physicalId, scope);
    } catch (fault) {
      if (!(fault instanceof AwsError && fault.code === 'NoSuchEntity')) throw fault;
    }
  },
};

interface RoleAnswer {
  readonly RoleName: string;
  readonly RoleId: string;
  readonly Arn: string;
}

function describe({ RoleName, RoleId, Arn }: RoleAnswer): Resource {
  return { physicalId: RoleName, attributes: { Arn, RoleId } };
}

/** Puts the policies that the template has, and takes away those that only its previous state had. */
async function syncPolicies(RoleName: string, now: Properties, before: Properties, call: CallService): Promise<void> {
  const { Policies = [], ManagedPolicyArns = [] } = now as { Policies?: InlinePolicy[]; ManagedPolicyArns?: string[] };
  const was = before as { Policies?: InlinePolicy[]; ManagedPolicyArns?: string[] };
  for (const { PolicyName, PolicyDocument } of Policies) {
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: JSON.stringify(PolicyDocument) });
  }
  for (const PolicyArn of ManagedPolicyArns) await call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  for (const { PolicyName } of was.Policies ?? []) {
    const isKept = Policies.some((policy) => policy.PolicyName === PolicyName);
    if (!isKept) await call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  }
  for (const PolicyArn of was.ManagedPolicyArns ?? []) {
    if (!ManagedPolicyArns.includes(PolicyArn)) await call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  }
}

async function deleteRole(RoleName: string, { call }: ResourceScope): Promise<void> {
  const { PolicyNames } = await call('iam', 'ListRolePolicies', { RoleName });
  for (const PolicyName of PolicyNames as string[]) await call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  const { AttachedPolicies } = await call('iam', 'ListAttachedRolePolicies', { RoleName });
  for (const { PolicyArn } of AttachedPolicies as { PolicyArn: string }[]) {
    await call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  }
  await call('iam', 'DeleteRole', { RoleName });
}
