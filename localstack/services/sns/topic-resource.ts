/** `AWS::SNS::Topic`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html */
import { notImplemented } from '../../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../../engine/service.ts';
import { tagShapes } from './tags.ts';
import type { Tag } from './tags.ts';

/** Properties that are attributes of the same name. */
const attributeProperties = ['DeliveryPolicy', 'DisplayName', 'KmsMasterKeyId', 'SignatureVersion', 'TracingConfig'];

export const topicResource: ResourceType = {
  properties: [...attributeProperties, 'FifoTopic', 'Subscription', 'Tags', 'TopicName'],

  async create(properties, scope) {
    if (String(properties['FifoTopic']) === 'true') throw notImplemented('AWS::SNS::Topic.FifoTopic');
    const { TopicArn } = await scope.call('sns', 'CreateTopic', {
      Name: properties['TopicName'] ?? scope.generateName(256),
      Attributes: attributesOf(properties),
      Tags: tagShapes(tagsOf(properties)),
    });
    const resource = describe(String(TopicArn));
    await subscribeAll(resource.physicalId, endpointsOf(properties), scope);
    return resource;
  },

  async update(physicalId, properties, previous, scope) {
    if (String(properties['FifoTopic']) === 'true') throw notImplemented('AWS::SNS::Topic.FifoTopic');
    if (properties['TopicName'] !== previous['TopicName']) return 'replace';
    const gone = Object.keys(attributesOf(previous)).map((name) => [name, ''] as const);
    const changes = { ...Object.fromEntries(gone), ...attributesOf(properties) };
    for (const [AttributeName, AttributeValue] of Object.entries(changes)) {
      await scope.call('sns', 'SetTopicAttributes', { TopicArn: physicalId, AttributeName, AttributeValue });
    }
    await scope.call('sns', 'UntagResource', { ResourceArn: physicalId, TagKeys: Object.keys(tagsOf(previous)) });
    await scope.call('sns', 'TagResource', { ResourceArn: physicalId, Tags: tagShapes(tagsOf(properties)) });
    await unsubscribeAll(physicalId, without(endpointsOf(previous), endpointsOf(properties)), scope);
    await subscribeAll(physicalId, without(endpointsOf(properties), endpointsOf(previous)), scope);
    return describe(physicalId);
  },

  async delete(physicalId, _properties, scope) {
    await scope.call('sns', 'DeleteTopic', { TopicArn: physicalId });
  },
};

function describe(topicArn: string): Resource {
  const name = topicArn.slice(topicArn.lastIndexOf(':') + 1);
  return { physicalId: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
}

function attributesOf(properties: Properties): Record<string, string> {
  const given = attributeProperties.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, textOf(properties[name])]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function tagsOf({ Tags = [] }: Properties): Record<string, string> {
  return Object.fromEntries((Tags as Tag[]).map(({ Key, Value }) => [Key, Value]));
}

interface Endpoint {
  readonly Protocol: string;
  readonly Endpoint: string;
}

function endpointsOf({ Subscription = [] }: Properties): readonly Endpoint[] {
  return Subscription as readonly Endpoint[];
}

function without(endpoints: readonly Endpoint[], others: readonly Endpoint[]): Endpoint[] {
  return endpoints.filter((one) => !others.some((other) => isSame(one, other)));
}

function isSame(one: Endpoint, other: Endpoint): boolean {
  return one.Protocol === other.Protocol && one.Endpoint === other.Endpoint;
}

async function subscribeAll(TopicArn: string, endpoints: readonly Endpoint[], scope: ResourceScope): Promise<void> {
  for (const { Protocol, Endpoint: endpoint } of endpoints) {
    await scope.call('sns', 'Subscribe', { TopicArn, Protocol, Endpoint: endpoint });
  }
}

async function unsubscribeAll(TopicArn: string, endpoints: readonly Endpoint[], scope: ResourceScope): Promise<void> {
  for (let token: unknown; ;) {
    const input = { TopicArn, ...(token !== undefined && { NextToken: token }) };
    const { Subscriptions = [], NextToken } = await scope.call('sns', 'ListSubscriptionsByTopic', input);
    for (const each of Subscriptions as (Endpoint & { readonly SubscriptionArn: string })[]) {
      if (!endpoints.some((endpoint) => isSame(endpoint, each))) continue;
      await scope.call('sns', 'Unsubscribe', { SubscriptionArn: each.SubscriptionArn });
    }
    if (NextToken === undefined) return;
    token = NextToken;
  }
}
