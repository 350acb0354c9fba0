/** `AWS::SNS::TopicPolicy`. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
import { AwsError } from '../../engine/aws-error.ts';
import type { Properties, ResourceScope, ResourceType } from '../../engine/service.ts';

export const topicPolicyResource: ResourceType = {
  properties: ['PolicyDocument', 'Topics'],

  async create(properties, scope) {
    await setPolicies(topicsOf(properties), JSON.stringify(properties['PolicyDocument']), scope);
    const id = scope.generateName(80);
    return { physicalId: id, attributes: { Id: id } };
  },

  async update(physicalId, properties, previous, scope) {
    const left = topicsOf(previous).filter((arn) => !topicsOf(properties).includes(arn));
    await setPolicies(left, '', scope);
    await setPolicies(topicsOf(properties), JSON.stringify(properties['PolicyDocument']), scope);
    return { physicalId, attributes: { Id: physicalId } };
  },

  async delete(_physicalId, properties, scope) {
    await setPolicies(topicsOf(properties), '', scope);
  },
};

function topicsOf({ Topics = [] }: Properties): string[] {
  return Topics as string[];
}

/** An empty policy gives the topic its default back; a topic that is gone needs none. */
async function setPolicies(topicArns: readonly string[], policy: string, scope: ResourceScope): Promise<void> {
  for (const TopicArn of topicArns) {
    try {
      const change = { TopicArn, AttributeName: 'Policy', AttributeValue: policy };
      await scope.call('sns', 'SetTopicAttributes', change);
    } catch (fault) {
      if (policy !== '' || !(fault instanceof AwsError && fault.code === 'NotFound')) throw fault;
    }
  }
}
