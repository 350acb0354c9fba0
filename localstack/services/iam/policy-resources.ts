/** `AWS::IAM::Policy` (inside roles) and `AWS::IAM::ManagedPolicy`. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, ResourceScope, ResourceType } from '../../engine/service.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html */
export const policyResource: ResourceType = {
  properties: ['PolicyDocument', 'PolicyName', 'Roles'],

  async create(properties, scope) {
    await putOnRoles(properties, scope);
    return { physicalId: scope.generateName(128), attributes: {} };
  },

  async update(physicalId, properties, previous, scope) {
    await putOnRoles(properties, scope);
    const isRenamed = properties['PolicyName'] !== previous['PolicyName'];
    const left = rolesOf(previous).filter((role) => isRenamed || !rolesOf(properties).includes(role));
    await deleteFromRoles(left, previous, scope);
    return { physicalId, attributes: {} };
  },

  delete: (_physicalId, properties, scope) => deleteFromRoles(rolesOf(properties), properties, scope),
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const managedPolicyResource: ResourceType = {
  properties: ['Description', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles'],

  async create(properties, scope) {
    const { Description, ManagedPolicyName, Path } = properties;
    const { Policy } = await scope.call('iam', 'CreatePolicy', {
      PolicyName: ManagedPolicyName ?? scope.generateName(128),
      PolicyDocument: JSON.stringify(properties['PolicyDocument']),
      ...(Description !== undefined && { Description }),
      ...(Path !== undefined && { Path }),
    });
    const { Arn } = Policy as { Arn: string };
    for (const RoleName of rolesOf(properties))
      await scope.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn: Arn });
    return { physicalId: Arn, attributes: { PolicyArn: Arn } };
  },

  async update(physicalId, properties, previous, scope) {
    for (const name of ['Description', 'ManagedPolicyName', 'Path']) {
      if (properties[name] !== previous[name]) return 'replace';
    }
    await replaceVersion(physicalId, properties, scope);
    for (const RoleName of rolesOf(properties)) {
      await scope.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn: physicalId });
    }
    for (const RoleName of rolesOf(previous).filter((role) => !rolesOf(properties).includes(role))) {
      await ignoreMissing(scope.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn: physicalId }));
    }
    return { physicalId, attributes: { PolicyArn: physicalId } };
  },

  async delete(physicalId, properties, scope) {
    for (const RoleName of rolesOf(properties)) {
      await ignoreMissing(scope.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn: physicalId }));
    }
    await ignoreMissing(scope.call('iam', 'DeletePolicy', { PolicyArn: physicalId }));
  },
};

/** A new version becomes the default and the old one goes, so that the fifth update works as the first. */
async function replaceVersion(PolicyArn: string, properties: Properties, { call }: ResourceScope): Promise<void> {
  const { Policy } = await call('iam', 'GetPolicy', { PolicyArn });
  const { DefaultVersionId } = Policy as { DefaultVersionId: string };
  const PolicyDocument = JSON.stringify(properties['PolicyDocument']);
  await call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
  await call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: DefaultVersionId });
}

async function putOnRoles(properties: Properties, { call }: ResourceScope): Promise<void> {
  const { PolicyName } = properties;
  const PolicyDocument = JSON.stringify(properties['PolicyDocument']);
  for (const RoleName of rolesOf(properties))
    await call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
}

async function deleteFromRoles(
  roles: readonly string[],
  { PolicyName }: Properties,
  scope: ResourceScope,
): Promise<void> {
  for (const RoleName of roles) await ignoreMissing(scope.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }));
}

function rolesOf({ Roles = [] }: Properties): string[] {
  return Roles as string[];
}

/** What is gone already needs no deleting. */
async function ignoreMissing(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (fault) {
    if (!(fault instanceof AwsError && fault.code === 'NoSuchEntity')) throw fault;
  }
}
