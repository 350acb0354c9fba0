/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
import { list, regionalArn, rowsOf, text } from '../action-table.ts';
import type { ActionTable, ResourcesOf } from '../action-table.ts';

const repository: ResourcesOf = (input, place) => [
  regionalArn('ecr', `repository/${text(input, 'repositoryName')}`, place),
];
const repositories: ResourcesOf = (input, place) => {
  const names = list(input, 'repositoryNames');
  return names.length === 0 ? ['*'] : names.map((name) => regionalArn('ecr', `repository/${String(name)}`, place));
};

export const ecr: ActionTable = {
  prefix: 'ecr',
  rows: {
    ...rowsOf('CreateRepository DeleteRepository', { on: repository }),
    ...rowsOf('GetLifecyclePolicy PutLifecyclePolicy GetRepositoryPolicy SetRepositoryPolicy', { on: repository }),
    ...rowsOf('DeleteRepositoryPolicy DeleteLifecyclePolicy DescribeImages ListImages', { on: repository }),
    ...rowsOf('PutImageScanningConfiguration PutImageTagMutability', { on: repository }),
    DescribeRepositories: { on: repositories },
    GetAuthorizationToken: {},
  },
};
