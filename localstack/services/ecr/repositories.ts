/** Every repository of the registry. */
import type { Engine } from '../../engine/service.ts';
import type { Documents } from '../../engine/state.ts';
import { invalidPolicy, repositoryExists, repositoryNotFound } from './errors.ts';
import type { Repository } from './repository.ts';

type Settings = Pick<Repository, 'repositoryName'> & Partial<Repository>;

export class Repositories {
  readonly registryId: string;
  readonly #engine: Engine;
  readonly #documents: Documents<Repository>;

  constructor(engine: Engine) {
    this.registryId = engine.accountId;
    this.#engine = engine;
    this.#documents = engine.state.documents<Repository>('ecr-repositories');
  }

  create(settings: Settings): Repository {
    const { repositoryName } = settings;
    if (this.#documents.get(repositoryName)) throw repositoryExists(repositoryName, this.registryId);
    return this.#put(settings, this.#engine.clock.nowMs());
  }

  /** Gives a repository new settings; one that is left out goes back to its default. */
  reset(settings: Settings): Repository {
    return this.#put(settings, this.get(settings.repositoryName).createdAtMs);
  }

  get(repositoryName: string): Repository {
    const repository = this.#documents.get(repositoryName);
    if (!repository) throw repositoryNotFound(repositoryName, this.registryId);
    return repository;
  }

  list(): Repository[] {
    return this.#documents.list();
  }

  change(repositoryName: string, members: Partial<Repository>): Repository {
    const changed = { ...this.get(repositoryName), ...members };
    this.#documents.put(repositoryName, changed);
    return changed;
  }

  #put(settings: Settings, createdAtMs: number): Repository {
    const { region, accountId } = this.#engine;
    const { repositoryName } = settings;
    const repository: Repository = {
      registryId: accountId,
      repositoryArn: `arn:aws:ecr:${region}:${accountId}:repository/${repositoryName}`,
      repositoryUri: `${accountId}.dkr.ecr.${region}.amazonaws.com/${repositoryName}`,
      createdAtMs,
      imageTagMutability: 'MUTABLE',
      isScannedOnPush: false,
      encryptionType: 'AES256',
      tags: {},
      ...settings,
    };
    this.#documents.put(repositoryName, repository);
    return repository;
  }

  delete(repositoryName: string): Repository {
    const repository = this.get(repositoryName);
    this.#documents.delete(repositoryName);
    return repository;
  }
}

/** The text itself, when it is JSON. */
export function policyText(text: string, parameter: string): string {
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw invalidPolicy(parameter);
  }
}

/** As ECR shows a repository. */
export function describeRepository(repository: Repository): Record<string, unknown> {
  return {
    repositoryArn: repository.repositoryArn,
    registryId: repository.registryId,
    repositoryName: repository.repositoryName,
    repositoryUri: repository.repositoryUri,
    createdAt: repository.createdAtMs / 1000,
    imageTagMutability: repository.imageTagMutability,
    imageScanningConfiguration: { scanOnPush: repository.isScannedOnPush },
    encryptionConfiguration: { encryptionType: repository.encryptionType },
  };
}
