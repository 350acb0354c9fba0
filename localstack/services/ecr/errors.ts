/** ECR's refusals. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html */
import { AwsError } from '../../engine/aws-error.ts';

export const repositoryExists = (name: string, registryId: string): AwsError =>
  new AwsError(
    'RepositoryAlreadyExistsException',
    `The repository with name '${name}' already exists in the registry with id '${registryId}'`,
  );

export const repositoryNotFound = (name: string, registryId: string): AwsError =>
  new AwsError(
    'RepositoryNotFoundException',
    `The repository with name '${name}' does not exist in the registry with id '${registryId}'`,
  );

export const lifecyclePolicyNotFound = (name: string, registryId: string): AwsError =>
  new AwsError(
    'LifecyclePolicyNotFoundException',
    `Lifecycle policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
  );

export const repositoryPolicyNotFound = (name: string, registryId: string): AwsError =>
  new AwsError(
    'RepositoryPolicyNotFoundException',
    `Repository policy does not exist for the repository with name '${name}' in the registry with id '${registryId}'`,
  );

export const invalidPolicy = (what: string): AwsError =>
  new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${what}' failed to satisfy constraint: 'Invalid JSON'`,
  );
