/** `AWS::SQS::Queue` and `AWS::SQS::QueuePolicy`, made through SQS's own operations. */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../../engine/service.ts';
import { defaultAttributes } from './queue.ts';

/** Properties that are attributes of the same name. */
const attributeProperties = [
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'DelaySeconds',
  'FifoThroughputLimit',
  'KmsDataKeyReusePeriodSeconds',
  'KmsMasterKeyId',
  'MaximumMessageSize',
  'MessageRetentionPeriod',
  'ReceiveMessageWaitTimeSeconds',
  'RedriveAllowPolicy',
  'RedrivePolicy',
  'SqsManagedSseEnabled',
  'VisibilityTimeout',
];

/** What an attribute is set to when the template no longer has it; the others are taken away by an empty text. */
function unsetValue(queueUrl: string, name: string): string {
  return name === 'KmsDataKeyReusePeriodSeconds' ? '300' : (defaultAttributes(queueUrl)[name] ?? '');
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html */
export const queueResource: ResourceType = {
  properties: ['QueueName', 'FifoQueue', 'Tags', ...attributeProperties],

  async create(properties, scope) {
    const isFifo = isFifoWanted(properties);
    const { QueueUrl } = await scope.call('sqs', 'CreateQueue', {
      QueueName: properties['QueueName'] ?? (isFifo ? `${scope.generateName(75)}.fifo` : scope.generateName(80)),
      Attributes: { ...attributesOf(properties), ...(isFifo && { FifoQueue: 'true' }) },
      tags: tagsOf(properties),
    });
    return describe(String(QueueUrl), scope);
  },

  async update(physicalId, properties, previous, scope) {
    if (properties['QueueName'] !== previous['QueueName']) return 'replace';
    if (isFifoWanted(properties) !== isFifoWanted(previous)) return 'replace';
    const gone = Object.keys(attributesOf(previous)).map((name) => [name, unsetValue(physicalId, name)] as const);
    await scope.call('sqs', 'SetQueueAttributes', {
      QueueUrl: physicalId,
      // An attribute that the template no longer has goes back to its default.
      Attributes: { ...Object.fromEntries(gone), ...attributesOf(properties) },
    });
    await scope.call('sqs', 'UntagQueue', { QueueUrl: physicalId, TagKeys: Object.keys(tagsOf(previous)) });
    await scope.call('sqs', 'TagQueue', { QueueUrl: physicalId, Tags: tagsOf(properties) });
    return describe(physicalId, scope);
  },

  async delete(physicalId, _properties, scope) {
    await ignoreMissing(scope.call('sqs', 'DeleteQueue', { QueueUrl: physicalId }));
  },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const queuePolicyResource: ResourceType = {
  properties: ['PolicyDocument', 'Queues'],

  async create(properties, scope) {
    await setPolicies(queuesOf(properties), JSON.stringify(properties['PolicyDocument']), scope);
    return { physicalId: scope.generateName(80), attributes: {} };
  },

  async update(physicalId, properties, previous, scope) {
    const left = queuesOf(previous).filter((url) => !queuesOf(properties).includes(url));
    await setPolicies(left, '', scope);
    await setPolicies(queuesOf(properties), JSON.stringify(properties['PolicyDocument']), scope);
    return { physicalId, attributes: {} };
  },

  async delete(_physicalId, properties, scope) {
    await setPolicies(queuesOf(properties), '', scope);
  },
};

function isFifoWanted({ FifoQueue }: Properties): boolean {
  return FifoQueue === true || FifoQueue === 'true';
}

function attributesOf(properties: Properties): Record<string, string> {
  const given = attributeProperties.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, attributeText(properties[name])]));
}

function attributeText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function tagsOf({ Tags = [] }: Properties): Record<string, string> {
  return Object.fromEntries((Tags as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]));
}

function queuesOf({ Queues = [] }: Properties): string[] {
  return Queues as string[];
}

function describe(queueUrl: string, scope: ResourceScope): Resource {
  const name = queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
  const arn = `arn:aws:sqs:${scope.region}:${scope.accountId}:${name}`;
  return { physicalId: queueUrl, attributes: { Arn: arn, QueueName: name, QueueUrl: queueUrl } };
}

async function setPolicies(queueUrls: readonly string[], policy: string, scope: ResourceScope): Promise<void> {
  for (const QueueUrl of queueUrls) {
    const change = scope.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: policy } });
    await (policy === '' ? ignoreMissing(change) : change);
  }
}

/** What is gone already needs no deleting. */
async function ignoreMissing(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (fault) {
    if (!(fault instanceof AwsError && fault.code === 'QueueDoesNotExist')) throw fault;
  }
}
