/** `AWS::ECR::Repository`, as `cdk bootstrap` makes one. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, Resource, ResourceType } from '../../engine/service.ts';
import { policyText, type Repositories } from './repositories.ts';
import type { Repository } from './repository.ts';

const replacing = ['RepositoryName', 'EncryptionConfiguration'];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html */
export function repositoryResource(repositories: Repositories): ResourceType {
  return {
    properties: [
      'EncryptionConfiguration',
      'ImageScanningConfiguration',
      'ImageTagMutability',
      'LifecyclePolicy',
      'RepositoryName',
      'RepositoryPolicyText',
      'Tags',
    ],
    ignored: { EmptyOnDelete: 'a repository never holds an image here' },
    async create(properties, scope) {
      const { RepositoryName: given } = properties as RepositoryProperties;
      const repositoryName = given ?? scope.generateName(256).toLowerCase();
      return describe(repositories.create({ repositoryName, ...settingsOf(properties) }));
    },
    async update(physicalId, properties, previous) {
      const isReplaced = replacing.some((name) => JSON.stringify(properties[name]) !== JSON.stringify(previous[name]));
      if (isReplaced) return 'replace';
      return describe(repositories.reset({ repositoryName: physicalId, ...settingsOf(properties) }));
    },
    async delete(physicalId) {
      try {
        repositories.delete(physicalId);
      } catch (fault) {
        if (!(fault instanceof AwsError && fault.code === 'RepositoryNotFoundException')) throw fault;
      }
    },
  };
}

interface RepositoryProperties {
  readonly RepositoryName?: string;
  readonly ImageTagMutability?: Repository['imageTagMutability'];
  readonly ImageScanningConfiguration?: { readonly ScanOnPush?: unknown };
  readonly EncryptionConfiguration?: { readonly EncryptionType?: string };
  readonly LifecyclePolicy?: { readonly LifecyclePolicyText?: string };
  readonly RepositoryPolicyText?: unknown;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** Every setting, so that one that has left the template goes back to its default. */
function settingsOf(properties: Properties): Omit<Partial<Repository>, 'repositoryName'> {
  const { LifecyclePolicy, RepositoryPolicyText, Tags = [], ...rest } = properties as RepositoryProperties;
  const lifecycle = LifecyclePolicy?.LifecyclePolicyText;
  const policy = typeof RepositoryPolicyText === 'string' ? RepositoryPolicyText : JSON.stringify(RepositoryPolicyText);
  return {
    imageTagMutability: rest.ImageTagMutability ?? 'MUTABLE',
    isScannedOnPush: String(rest.ImageScanningConfiguration?.ScanOnPush) === 'true',
    encryptionType: rest.EncryptionConfiguration?.EncryptionType ?? 'AES256',
    tags: Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])),
    ...(lifecycle !== undefined && { lifecyclePolicyText: policyText(lifecycle, 'LifecyclePolicyText') }),
    ...(RepositoryPolicyText !== undefined && { policyText: policyText(policy, 'PolicyText') }),
  };
}

function describe({ repositoryName, repositoryArn, repositoryUri }: Repository): Resource {
  return { physicalId: repositoryName, attributes: { Arn: repositoryArn, RepositoryUri: repositoryUri } };
}
