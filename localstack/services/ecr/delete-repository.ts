import type { Operation } from '../../engine/service.ts';
import { describeRepository, type Repositories } from './repositories.ts';

/** There are never images in the way, so `force` makes no difference. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DeleteRepository.html */
export function deleteRepository(repositories: Repositories): Operation {
  return {
    parameters: {
      repositoryName: { type: 'string', required: true },
      registryId: { type: 'string' },
      force: { type: 'boolean' },
    },
    run: ({ repositoryName }: { repositoryName: string }) => ({
      repository: describeRepository(repositories.delete(repositoryName)),
    }),
  };
}
