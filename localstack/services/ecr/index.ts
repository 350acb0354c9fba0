/** Amazon ECR, the little of it that `cdk bootstrap` needs: repositories and their policies, without images. */
import type { Engine, Service } from '../../engine/service.ts';
import { createRepository } from './create-repository.ts';
import { deleteRepository } from './delete-repository.ts';
import { describeRepositories } from './describe-repositories.ts';
import { getLifecyclePolicy, putLifecyclePolicy } from './lifecycle-policy.ts';
import { Repositories } from './repositories.ts';
import { getRepositoryPolicy, setRepositoryPolicy } from './repository-policy.ts';
import { repositoryResource } from './resources.ts';

export function createEcr(engine: Engine): Service {
  const repositories = new Repositories(engine);
  return {
    name: 'ecr',
    protocol: { kind: 'json', version: '1.1', targetPrefix: 'AmazonEC2ContainerRegistry_V20150921' },
    operations: {
      CreateRepository: createRepository(repositories),
      DeleteRepository: deleteRepository(repositories),
      DescribeRepositories: describeRepositories(repositories),
      GetLifecyclePolicy: getLifecyclePolicy(repositories),
      GetRepositoryPolicy: getRepositoryPolicy(repositories),
      PutLifecyclePolicy: putLifecyclePolicy(repositories),
      SetRepositoryPolicy: setRepositoryPolicy(repositories),
    },
    resources: { 'AWS::ECR::Repository': repositoryResource(repositories) },
  };
}
