import type { Operation } from '../../engine/service.ts';
import { repositoryPolicyNotFound } from './errors.ts';
import { policyText, type Repositories } from './repositories.ts';

interface SetRepositoryPolicy {
  readonly repositoryName: string;
  readonly policyText: string;
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html */
export function setRepositoryPolicy(repositories: Repositories): Operation {
  return {
    parameters: {
      repositoryName: { type: 'string', required: true },
      registryId: { type: 'string' },
      policyText: { type: 'string', required: true, lengthMax: 10_240 },
      force: { type: 'boolean' },
    },
    run({ repositoryName, policyText: text }: SetRepositoryPolicy) {
      const { registryId } = repositories.change(repositoryName, { policyText: policyText(text, 'PolicyText') });
      return { registryId, repositoryName, policyText: text };
    },
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetRepositoryPolicy.html */
export function getRepositoryPolicy(repositories: Repositories): Operation {
  return {
    parameters: { repositoryName: { type: 'string', required: true }, registryId: { type: 'string' } },
    run({ repositoryName }: { repositoryName: string }) {
      const { registryId, policyText: text } = repositories.get(repositoryName);
      if (text === undefined) throw repositoryPolicyNotFound(repositoryName, registryId);
      return { registryId, repositoryName, policyText: text };
    },
  };
}
