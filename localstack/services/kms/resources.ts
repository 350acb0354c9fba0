/** `AWS::KMS::Key` and `AWS::KMS::Alias`, made through KMS's own operations. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../../engine/service.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html */
export const keyResource: ResourceType = {
  properties: [
    'Description',
    'EnableKeyRotation',
    'Enabled',
    'KeyPolicy',
    'KeySpec',
    'KeyUsage',
    'MultiRegion',
    'Origin',
    'PendingWindowInDays',
    'RotationPeriodInDays',
    'Tags',
  ],

  async create(properties, scope) {
    const { KeyPolicy, Description, KeyUsage, KeySpec, MultiRegion, Origin } = properties;
    const { KeyMetadata } = await scope.call('kms', 'CreateKey', {
      ...definedOf({ Description, KeyUsage, KeySpec, MultiRegion, Origin }),
      ...(KeyPolicy !== undefined && { Policy: JSON.stringify(KeyPolicy) }),
      Tags: tagsOf(properties),
    });
    const { KeyId, Arn } = KeyMetadata as { KeyId: string; Arn: string };
    await applyChangeable(KeyId, properties, scope);
    return { physicalId: KeyId, attributes: { Arn, KeyId } };
  },

  async update(physicalId, properties, previous, scope) {
    for (const name of ['KeySpec', 'KeyUsage', 'MultiRegion', 'Origin']) {
      if (properties[name] !== previous[name]) return 'replace';
    }
    const KeyId = physicalId;
    const { KeyPolicy, Description = '' } = properties;
    await scope.call('kms', 'UpdateKeyDescription', { KeyId, Description });
    if (KeyPolicy !== undefined) await scope.call('kms', 'PutKeyPolicy', { KeyId, Policy: JSON.stringify(KeyPolicy) });
    await scope.call('kms', 'UntagResource', { KeyId, TagKeys: tagsOf(previous).map(({ TagKey }) => TagKey) });
    await scope.call('kms', 'TagResource', { KeyId, Tags: tagsOf(properties) });
    await applyChangeable(KeyId, properties, scope);
    return describe(physicalId, scope);
  },

  async delete(physicalId, properties, scope) {
    const { PendingWindowInDays } = properties;
    const input = { KeyId: physicalId, ...definedOf({ PendingWindowInDays }) };
    await ignoreGone(scope.call('kms', 'ScheduleKeyDeletion', input));
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html */
export const aliasResource: ResourceType = {
  properties: ['AliasName', 'TargetKeyId'],

  async create({ AliasName, TargetKeyId }, scope) {
    await scope.call('kms', 'CreateAlias', { AliasName, TargetKeyId });
    return { physicalId: AliasName as string, attributes: {} };
  },

  async update(physicalId, { AliasName, TargetKeyId }, previous, scope) {
    if (AliasName !== previous['AliasName']) return 'replace';
    await scope.call('kms', 'UpdateAlias', { AliasName, TargetKeyId });
    return { physicalId, attributes: {} };
  },

  async delete(physicalId, _properties, scope) {
    await ignoreGone(scope.call('kms', 'DeleteAlias', { AliasName: physicalId }));
  },
};

async function applyChangeable(KeyId: string, properties: Properties, { call }: ResourceScope): Promise<void> {
  const { EnableKeyRotation, Enabled, RotationPeriodInDays } = properties;
  await (isTrue(EnableKeyRotation)
    ? call('kms', 'EnableKeyRotation', { KeyId, ...definedOf({ RotationPeriodInDays }) })
    : call('kms', 'DisableKeyRotation', { KeyId }));
  await call('kms', Enabled === undefined || isTrue(Enabled) ? 'EnableKey' : 'DisableKey', { KeyId });
}

function describe(id: string, { region, accountId }: ResourceScope): Resource {
  return { physicalId: id, attributes: { Arn: `arn:aws:kms:${region}:${accountId}:key/${id}`, KeyId: id } };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

function definedOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function tagsOf({ Tags = [] }: Properties): { TagKey: string; TagValue: string }[] {
  return (Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value }));
}

/** What is gone, or on its way, needs no deleting. */
async function ignoreGone(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (fault) {
    const isGone = fault instanceof AwsError && /^(?:NotFoundException|KMSInvalidStateException)$/u.test(fault.code);
    if (!isGone) throw fault;
  }
}
