/** AddTagsToResource, RemoveTagsFromResource and ListTagsForResource, for parameters. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import type { ParameterStore, StoredParameter } from './parameter-store.ts';

interface Resource {
  readonly ResourceId: string;
}

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

const resource: ParameterTable = {
  ResourceType: { type: 'string', required: true, enum: ['Parameter'] },
  ResourceId: { type: 'string', required: true },
};

export function addTagsToResource(store: ParameterStore): Operation {
  return {
    parameters: { ...resource, Tags: { type: 'list', required: true } },
    run({ ResourceId, Tags }: Resource & { readonly Tags: readonly Tag[] }) {
      const parameter = find(store, ResourceId);
      const kept = parameter.tags.filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
      store.put({ ...parameter, tags: [...kept, ...Tags] });
    },
  };
}

export function removeTagsFromResource(store: ParameterStore): Operation {
  return {
    parameters: { ...resource, TagKeys: { type: 'list', required: true } },
    run({ ResourceId, TagKeys }: Resource & { readonly TagKeys: readonly string[] }) {
      const parameter = find(store, ResourceId);
      store.put({ ...parameter, tags: parameter.tags.filter(({ Key }) => !TagKeys.includes(Key)) });
    },
  };
}

export function listTagsForResource(store: ParameterStore): Operation {
  return { parameters: resource, run: ({ ResourceId }: Resource) => ({ TagList: find(store, ResourceId).tags }) };
}

function find(store: ParameterStore, id: string): StoredParameter {
  const parameter = store.find(id);
  if (!parameter) {
    throw new AwsError(
      'InvalidResourceId',
      'The resource ID is not valid. Verify that you entered the correct ID and try again.',
    );
  }
  return parameter;
}
