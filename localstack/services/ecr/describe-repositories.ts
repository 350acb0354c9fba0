import type { Operation } from '../../engine/service.ts';
import { describeRepository, type Repositories } from './repositories.ts';

/** All in one page. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html */
export function describeRepositories(repositories: Repositories): Operation {
  return {
    parameters: {
      registryId: { type: 'string' },
      repositoryNames: { type: 'list', lengthMin: 1, lengthMax: 100, member: { type: 'string' } },
      maxResults: { type: 'integer', valueMin: 1, valueMax: 1000 },
    },
    run({ repositoryNames }: { repositoryNames?: readonly string[] }) {
      const found = repositoryNames?.map((name) => repositories.get(name)) ?? repositories.list();
      return { repositories: found.map(describeRepository) };
    },
  };
}
