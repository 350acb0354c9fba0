/** Says what of a template cannot be made here, all of it, before anything is made. */
import { AwsError } from '../engine/aws-error.ts';
import { isCustomType } from './custom-resource.ts';
import { isIntrinsic } from './intrinsics.ts';
import type { ResourceTypes } from './resource-types.ts';
import type { Template } from './template.ts';

/** Throws one `NotImplemented` that names every unsupported resource type and property with its logical id. */
export function checkSupport(stackName: string, template: Template, types: ResourceTypes): void {
  const problems: string[] = [];
  for (const [logicalId, { Type, Properties = {}, ...policies }] of Object.entries(template.Resources)) {
    const type = types.get(Type);
    if (!type) problems.push(`${logicalId}: resource type ${Type}`);
    else if (!isCustomType(Type)) {
      for (const property of Object.keys(Properties)) {
        if (isIntrinsic(property)) problems.push(`${logicalId} (${Type}): ${property} in place of its properties`);
        else if (!type.properties.includes(property) && !Object.hasOwn(type.ignored ?? {}, property)) {
          problems.push(`${logicalId} (${Type}): property ${property}`);
        }
      }
    }
    for (const policy of ['DeletionPolicy', 'UpdateReplacePolicy'] as const) {
      if (policies[policy] === 'Snapshot') problems.push(`${logicalId} (${Type}): ${policy} Snapshot`);
    }
  }
  if (problems.length === 0) return;
  throw new AwsError(
    'NotImplemented',
    `Stack ${stackName} uses what the local cloud does not have (localstack/DIFFERENCES.md): ${problems.join('; ')}`,
    501,
  );
}
