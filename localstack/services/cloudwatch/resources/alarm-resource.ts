/** `AWS::CloudWatch::Alarm`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
import { AwsError } from '../../../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../../../engine/service.ts';

/** Templates may write numbers and booleans as texts. */
const numbers = ['Period', 'EvaluationPeriods', 'DatapointsToAlarm', 'Threshold'];
const texts =
  'AlarmDescription ComparisonOperator ExtendedStatistic MetricName Namespace Statistic TreatMissingData Unit'.split(
    ' ',
  );
const lists = ['AlarmActions', 'Dimensions', 'InsufficientDataActions', 'OKActions', 'Tags'];

export const alarmResource: ResourceType = {
  properties: ['AlarmName', 'ActionsEnabled', 'Metrics', ...numbers, ...texts, ...lists],

  async create(properties, scope) {
    const name = (properties['AlarmName'] as string | undefined) ?? scope.generateName(255);
    return await put(name, properties, scope);
  },

  async update(physicalId, properties, previous, scope) {
    if (properties['AlarmName'] !== previous['AlarmName']) return 'replace';
    const resource = await put(physicalId, properties, scope);
    await changeTags(String(resource.attributes['Arn']), properties, previous, scope);
    return resource;
  },

  async delete(physicalId, _properties, scope) {
    try {
      await scope.call('cloudwatch', 'DeleteAlarms', { AlarmNames: [physicalId] });
    } catch (fault) {
      if (!(fault instanceof AwsError && fault.code === 'ResourceNotFound')) throw fault;
    }
  },
};

async function put(name: string, properties: Properties, scope: ResourceScope): Promise<Resource> {
  const given = (names: readonly string[]) => names.filter((each) => properties[each] !== undefined);
  const { ActionsEnabled: isEnabled, Metrics } = properties;
  await scope.call('cloudwatch', 'PutMetricAlarm', {
    AlarmName: name,
    ...Object.fromEntries(given(numbers).map((each) => [each, Number(properties[each])])),
    ...Object.fromEntries(given([...texts, ...lists]).map((each) => [each, properties[each]])),
    ...(isEnabled !== undefined && { ActionsEnabled: isTrue(isEnabled) }),
    ...(Array.isArray(Metrics) && { Metrics: Metrics.map((query: Properties) => readQuery(query)) }),
  });
  const Arn = `arn:aws:cloudwatch:${scope.region}:${scope.accountId}:alarm:${name}`;
  return { physicalId: name, attributes: { Arn } };
}

function readQuery({ MetricStat: stat, ReturnData: isReturned, Period: period, ...rest }: Properties): object {
  return {
    ...rest,
    ...(isReturned !== undefined && { ReturnData: isTrue(isReturned) }),
    ...(period !== undefined && { Period: Number(period) }),
    ...(stat !== undefined && { MetricStat: { ...(stat as object), Period: Number((stat as Properties)['Period']) } }),
  };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}

async function changeTags(ResourceARN: string, properties: Properties, previous: Properties, scope: ResourceScope) {
  const keys = ({ Tags = [] }: Properties) => (Tags as { readonly Key: string }[]).map(({ Key }) => Key);
  const gone = keys(previous).filter((key) => !keys(properties).includes(key));
  if (gone.length > 0) await scope.call('cloudwatch', 'UntagResource', { ResourceARN, TagKeys: gone });
  if (keys(properties).length === 0) return;
  await scope.call('cloudwatch', 'TagResource', { ResourceARN, Tags: properties['Tags'] });
}
