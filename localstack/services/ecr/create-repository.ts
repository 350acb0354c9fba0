import type { Operation } from '../../engine/service.ts';
import { describeRepository, type Repositories } from './repositories.ts';
import type { Repository } from './repository.ts';

interface CreateRepository {
  readonly repositoryName: string;
  readonly imageTagMutability?: Repository['imageTagMutability'];
  readonly imageScanningConfiguration?: { readonly scanOnPush?: boolean };
  readonly encryptionConfiguration?: { readonly encryptionType: string };
  readonly tags?: readonly { readonly Key: string; readonly Value?: string }[];
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export function createRepository(repositories: Repositories): Operation {
  return {
    parameters: {
      repositoryName: {
        type: 'string',
        required: true,
        lengthMin: 2,
        lengthMax: 256,
        pattern: '(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*',
      },
      registryId: { type: 'string' },
      imageTagMutability: { type: 'string', enum: ['MUTABLE', 'IMMUTABLE'] },
      imageScanningConfiguration: { type: 'structure', members: { scanOnPush: { type: 'boolean' } } },
      encryptionConfiguration: {
        type: 'structure',
        members: {
          encryptionType: { type: 'string', required: true, enum: ['AES256', 'KMS'] },
          kmsKey: { type: 'string' },
        },
      },
      tags: { type: 'list', member: { type: 'structure' } },
    },
    run(input: CreateRepository) {
      const { repositoryName, imageTagMutability = 'MUTABLE', tags = [] } = input;
      const repository = repositories.create({
        repositoryName,
        imageTagMutability,
        isScannedOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
        encryptionType: input.encryptionConfiguration?.encryptionType ?? 'AES256',
        tags: Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key, Value])),
      });
      return { repository: describeRepository(repository) };
    },
  };
}
