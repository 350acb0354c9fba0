import type { Operation } from '../../engine/service.ts';
import { lifecyclePolicyNotFound } from './errors.ts';
import { policyText, type Repositories } from './repositories.ts';

interface PutLifecyclePolicy {
  readonly repositoryName: string;
  readonly lifecyclePolicyText: string;
}

/** Kept, and without effect: there are no images to expire. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html */
export function putLifecyclePolicy(repositories: Repositories): Operation {
  return {
    parameters: {
      repositoryName: { type: 'string', required: true },
      registryId: { type: 'string' },
      lifecyclePolicyText: { type: 'string', required: true, lengthMin: 100, lengthMax: 30_720 },
    },
    run({ repositoryName, lifecyclePolicyText }: PutLifecyclePolicy) {
      const text = policyText(lifecyclePolicyText, 'LifecyclePolicyText');
      const { registryId } = repositories.change(repositoryName, { lifecyclePolicyText: text });
      return { registryId, repositoryName, lifecyclePolicyText };
    },
  };
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetLifecyclePolicy.html */
export function getLifecyclePolicy(repositories: Repositories): Operation {
  return {
    parameters: { repositoryName: { type: 'string', required: true }, registryId: { type: 'string' } },
    run({ repositoryName }: { repositoryName: string }) {
      const { registryId, lifecyclePolicyText } = repositories.get(repositoryName);
      if (lifecyclePolicyText === undefined) throw lifecyclePolicyNotFound(repositoryName, registryId);
      return { registryId, repositoryName, lifecyclePolicyText };
    },
  };
}
