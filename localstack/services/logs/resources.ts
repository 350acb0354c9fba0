/** `AWS::Logs::LogGroup`, made through the service's own operations. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../../engine/service.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html */
export const logGroupResource: ResourceType = {
  properties: ['LogGroupName', 'RetentionInDays', 'LogGroupClass', 'Tags'],

  async create(properties, scope) {
    const logGroupName = (properties['LogGroupName'] as string | undefined) ?? scope.generateName(512);
    await scope.call('logs', 'CreateLogGroup', {
      logGroupName,
      ...(properties['Tags'] !== undefined && { tags: tagsOf(properties) }),
      ...(properties['LogGroupClass'] !== undefined && { logGroupClass: properties['LogGroupClass'] }),
    });
    await setRetention(logGroupName, properties, scope);
    return describe(logGroupName, scope);
  },

  async update(physicalId, properties, previous, scope) {
    if (properties['LogGroupName'] !== previous['LogGroupName']) return 'replace';
    if (properties['LogGroupClass'] !== previous['LogGroupClass']) return 'replace';
    await setRetention(physicalId, properties, scope);
    const resourceArn = arnOf(physicalId, scope);
    const gone = Object.keys(tagsOf(previous));
    if (gone.length > 0) await scope.call('logs', 'UntagResource', { resourceArn, tagKeys: gone });
    const tags = tagsOf(properties);
    if (Object.keys(tags).length > 0) await scope.call('logs', 'TagResource', { resourceArn, tags });
    return describe(physicalId, scope);
  },

  async delete(physicalId, _properties, scope) {
    try {
      await scope.call('logs', 'DeleteLogGroup', { logGroupName: physicalId });
    } catch (fault) {
      if (!(fault instanceof AwsError && fault.code === 'ResourceNotFoundException')) throw fault;
    }
  },
};

async function setRetention(logGroupName: string, properties: Properties, scope: ResourceScope): Promise<void> {
  const retentionInDays = properties['RetentionInDays'];
  await (retentionInDays === undefined
    ? scope.call('logs', 'DeleteRetentionPolicy', { logGroupName })
    : scope.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: Number(retentionInDays) }));
}

function tagsOf({ Tags = [] }: Properties): Record<string, string> {
  return Object.fromEntries((Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}

function arnOf(name: string, { region, accountId }: ResourceScope): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`;
}

function describe(name: string, scope: ResourceScope): Resource {
  return { physicalId: name, attributes: { Arn: `${arnOf(name, scope)}:*` } };
}
