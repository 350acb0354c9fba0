/** `AWS::SNS::Subscription`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html */
import { notImplemented } from '../../engine/aws-error.ts';
import type { Properties, Resource, ResourceScope, ResourceType } from '../../engine/service.ts';

const attributeProperties = ['FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy'];

/** A change of one of these makes another subscription. */
const identity = ['Endpoint', 'Protocol', 'TopicArn'];

/** What an attribute is set to when the template no longer has it; the others are taken away by an empty text. */
const unsetValues: Readonly<Record<string, string>> = {
  FilterPolicyScope: 'MessageAttributes',
  RawMessageDelivery: 'false',
};

export const subscriptionResource: ResourceType = {
  properties: [...attributeProperties, ...identity, 'Region'],

  async create(properties, scope) {
    checkRegion(properties, scope);
    const { SubscriptionArn } = await scope.call('sns', 'Subscribe', {
      TopicArn: properties['TopicArn'],
      Protocol: properties['Protocol'],
      Endpoint: properties['Endpoint'],
      Attributes: attributesOf(properties),
    });
    return describe(String(SubscriptionArn));
  },

  async update(physicalId, properties, previous, scope) {
    checkRegion(properties, scope);
    if (identity.some((name) => properties[name] !== previous[name])) return 'replace';
    const gone = Object.keys(attributesOf(previous)).map((name) => [name, unsetValues[name] ?? ''] as const);
    const changes = ordered({ ...Object.fromEntries(gone), ...attributesOf(properties) });
    for (const [AttributeName, AttributeValue] of changes) {
      await scope.call('sns', 'SetSubscriptionAttributes', {
        SubscriptionArn: physicalId,
        AttributeName,
        AttributeValue,
      });
    }
    return describe(physicalId);
  },

  async delete(physicalId, _properties, scope) {
    await scope.call('sns', 'Unsubscribe', { SubscriptionArn: physicalId });
  },
};

function describe(subscriptionArn: string): Resource {
  return { physicalId: subscriptionArn, attributes: { Arn: subscriptionArn } };
}

/** There is one region here. */
function checkRegion({ Region }: Properties, { region }: ResourceScope): void {
  if (Region !== undefined && Region !== region) {
    throw notImplemented(`AWS::SNS::Subscription.Region of another region (${JSON.stringify(Region)})`);
  }
}

function attributesOf(properties: Properties): Record<string, string> {
  const given = attributeProperties.filter((name) => properties[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, textOf(properties[name])]));
}

/**
 * A policy for bodies may say more than one for attributes, so it is there only while the scope is: the scope of bodies
 * comes before its policy, and goes after it.
 */
function ordered(attributes: Readonly<Record<string, string>>): (readonly [string, string])[] {
  const entries = Object.entries(attributes);
  const isBody = attributes['FilterPolicyScope'] === 'MessageBody';
  return entries.toSorted(([a], [b]) => (isBody ? b : a).localeCompare(isBody ? a : b));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
