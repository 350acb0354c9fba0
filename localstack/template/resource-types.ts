/** The resource types that can be made here: those of the hosted services, and every custom one. */
import type { Engine, ResourceType } from '../engine/service.ts';
import { customResourceType, isCustomType } from './custom-resource.ts';
import type { StackStore } from './stack-store.ts';

export interface ResourceTypes {
  get(typeName: string): ResourceType | undefined;
}

export function resourceTypes(
  hosted: ReadonlyMap<string, ResourceType>,
  { clock, random, endpointUrl }: Engine,
  stacks: StackStore,
  stopping: AbortSignal,
): ResourceTypes {
  const stackId = (stackName: string): string | undefined => stacks.get(stackName)?.stackId;
  const custom = { clock, random, endpointUrl, stackId, stopping };
  return {
    get: (typeName) =>
      hosted.get(typeName) ?? (isCustomType(typeName) ? customResourceType(custom, typeName) : undefined),
  };
}
