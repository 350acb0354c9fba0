/** `AWS::SSM::Parameter`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, ResourceScope, ResourceType } from '../../engine/service.ts';

export const parameterResource: ResourceType = {
  properties: ['AllowedPattern', 'DataType', 'Description', 'Name', 'Tags', 'Tier', 'Type', 'Value'],

  async create(properties, scope) {
    const name = (properties['Name'] as string | undefined) ?? scope.generateName(2048);
    await put(name, properties, scope);
    return describe(name, properties);
  },

  async update(physicalId, properties, previous, scope) {
    if (properties['Name'] !== previous['Name'] || properties['Type'] !== previous['Type']) return 'replace';
    await put(physicalId, properties, scope, true);
    const resource = { ResourceType: 'Parameter', ResourceId: physicalId };
    const gone = tagsOf(previous).map(({ Key }) => Key);
    await scope.call('ssm', 'RemoveTagsFromResource', { ...resource, TagKeys: gone });
    await scope.call('ssm', 'AddTagsToResource', { ...resource, Tags: tagsOf(properties) });
    return describe(physicalId, properties);
  },

  async delete(physicalId, _properties, scope) {
    try {
      await scope.call('ssm', 'DeleteParameter', { Name: physicalId });
    } catch (fault) {
      if (!(fault instanceof AwsError && fault.code === 'ParameterNotFound')) throw fault;
    }
  },
};

async function put(name: string, properties: Properties, scope: ResourceScope, isUpdate = false): Promise<void> {
  const { Tags: _tags, Name: _name, ...others } = properties;
  const change = isUpdate ? { Overwrite: true } : { Tags: tagsOf(properties) };
  await scope.call('ssm', 'PutParameter', { ...others, ...change, Name: name });
}

/** The template's tags are a map here, unlike those of most types. */
function tagsOf({ Tags = {} }: Properties): { Key: string; Value: string }[] {
  return Object.entries(Tags as Record<string, string>).map(([Key, Value]) => ({ Key, Value }));
}

function describe(name: string, { Type, Value }: Properties) {
  return { physicalId: name, attributes: { Type, Value } };
}
