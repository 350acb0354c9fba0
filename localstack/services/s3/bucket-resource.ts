/** `AWS::S3::Bucket`, made through S3's own operations. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
import { AwsError, notImplemented } from '../../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../../engine/service.ts';
import { toLifecycleConfiguration } from './lifecycle-property.ts';

/** How a property is set, and what is called when a template no longer has it. */
interface SettingProperty {
  readonly property: string;
  readonly put: string;
  readonly member: string;
  readonly unset: string;
  /** What the API calls the property's value; the same when not given. */
  toMember?(value: unknown): unknown;
  /** The input of `unset` beside the bucket. */
  readonly unsetInput?: Readonly<Record<string, unknown>>;
}

interface EncryptionRule {
  readonly ServerSideEncryptionByDefault?: unknown;
  readonly BucketKeyEnabled?: boolean | string;
}

const settings: readonly SettingProperty[] = [
  {
    property: 'VersioningConfiguration',
    put: 'PutBucketVersioning',
    member: 'VersioningConfiguration',
    unset: 'PutBucketVersioning',
    unsetInput: { VersioningConfiguration: { Status: 'Suspended' } },
  },
  {
    property: 'BucketEncryption',
    put: 'PutBucketEncryption',
    member: 'ServerSideEncryptionConfiguration',
    unset: 'DeleteBucketEncryption',
    toMember: (value) => ({
      Rules: (value as { ServerSideEncryptionConfiguration: EncryptionRule[] }).ServerSideEncryptionConfiguration.map(
        ({ ServerSideEncryptionByDefault, BucketKeyEnabled }) => ({
          ApplyServerSideEncryptionByDefault: ServerSideEncryptionByDefault,
          ...(BucketKeyEnabled !== undefined && { BucketKeyEnabled: isTrue(BucketKeyEnabled) }),
        }),
      ),
    }),
  },
  {
    property: 'PublicAccessBlockConfiguration',
    put: 'PutPublicAccessBlock',
    member: 'PublicAccessBlockConfiguration',
    unset: 'DeletePublicAccessBlock',
    toMember: (value) =>
      Object.fromEntries(Object.entries(value as Properties).map(([name, each]) => [name, isTrue(each)])),
  },
  {
    property: 'LifecycleConfiguration',
    put: 'PutBucketLifecycleConfiguration',
    member: 'LifecycleConfiguration',
    unset: 'DeleteBucketLifecycle',
    toMember: toLifecycleConfiguration,
  },
  {
    property: 'OwnershipControls',
    put: 'PutBucketOwnershipControls',
    member: 'OwnershipControls',
    unset: 'DeleteBucketOwnershipControls',
  },
  {
    property: 'Tags',
    put: 'PutBucketTagging',
    member: 'Tagging',
    unset: 'DeleteBucketTagging',
    toMember: (value) => ({ TagSet: value }),
  },
];

export const bucketResource: ResourceType = {
  properties: ['BucketName', 'AccessControl', ...settings.map(({ property }) => property)],

  async create(properties, scope) {
    checkAccessControl(properties);
    const name = (properties['BucketName'] as string | undefined) ?? scope.generateName(63).toLowerCase();
    if (await isThere(name, scope)) throw new AwsError('AlreadyExists', `${name} already exists`, 409);
    await scope.call('s3', 'CreateBucket', { Bucket: name });
    await applySettings(name, properties, {}, scope);
    return describe(name, scope);
  },

  async update(physicalId, properties, previous, scope) {
    checkAccessControl(properties);
    if (properties['BucketName'] !== previous['BucketName']) return 'replace';
    await applySettings(physicalId, properties, previous, scope);
    return describe(physicalId, scope);
  },

  /** Fails, as on AWS, while the bucket holds something. */
  async delete(physicalId, _properties, scope) {
    if (await isThere(physicalId, scope)) await scope.call('s3', 'DeleteBucket', { Bucket: physicalId });
  },
};

async function applySettings(Bucket: string, now: Properties, before: Properties, scope: ResourceScope): Promise<void> {
  for (const { property, put, member, unset, unsetInput = {}, toMember = unchanged } of settings) {
    const value = now[property];
    if (value !== undefined) await scope.call('s3', put, { Bucket, [member]: toMember(value) });
    else if (before[property] !== undefined) await scope.call('s3', unset, { Bucket, ...unsetInput });
  }
}

/** Lists of access are off in every new bucket; only the one that says so can be asked for. */
function checkAccessControl({ AccessControl = 'Private' }: Properties): void {
  if (AccessControl !== 'Private') throw notImplemented(`AWS::S3::Bucket.AccessControl ${AccessControl as string}`);
}

async function isThere(Bucket: string, scope: ResourceScope): Promise<boolean> {
  try {
    await scope.call('s3', 'HeadBucket', { Bucket });
    return true;
  } catch (fault) {
    if (fault instanceof AwsError && fault.code === 'NoSuchBucket') return false;
    throw fault;
  }
}

function describe(name: string, { region }: ResourceScope): Resource {
  return {
    physicalId: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
      WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
    },
  };
}

function unchanged(value: unknown): unknown {
  return value;
}

/** Templates may write booleans as text. */
function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
