/** AWS::Kinesis::StreamConsumer. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kinesis-streamconsumer.html */
import { AwsError } from '../../engine/aws-error.ts';
import type { Resource, ResourceType } from '../../engine/service.ts';
import type { Consumers } from './consumers.ts';

interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Registers consumers; all but the tags is its identity, so that a change makes another. */
export function consumerResource(consumers: Consumers): ResourceType {
  return {
    properties: ['ConsumerName', 'StreamARN', 'Tags'],

    create: async ({ ConsumerName, StreamARN, Tags = [] }, scope) => {
      const tags = tagsOf(Tags as Tag[]);
      const { Consumer } = await scope.call('kinesis', 'RegisterStreamConsumer', {
        StreamARN,
        ConsumerName,
        ...(Object.keys(tags).length > 0 && { Tags: tags }),
      });
      return describe(consumers, String((Consumer as Record<string, unknown>)['ConsumerARN']));
    },

    update: async (physicalId, properties, previous, scope) => {
      if (['ConsumerName', 'StreamARN'].some((name) => properties[name] !== previous[name])) return 'replace';
      const [before, after] = [previous, properties].map(({ Tags = [] }) => tagsOf(Tags as Tag[]));
      const gone = Object.keys(before ?? {}).filter((key) => !(key in (after ?? {})));
      const ResourceARN = physicalId;
      if (gone.length > 0) await scope.call('kinesis', 'UntagResource', { ResourceARN, TagKeys: gone });
      if (Object.keys(after ?? {}).length > 0) await scope.call('kinesis', 'TagResource', { ResourceARN, Tags: after });
      return describe(consumers, physicalId);
    },

    delete: async (physicalId, _properties, scope) => {
      try {
        await scope.call('kinesis', 'DeregisterStreamConsumer', { ConsumerARN: physicalId });
      } catch (fault) {
        // Gone already, with its stream perhaps.
        if (!(fault instanceof AwsError && fault.code === 'ResourceNotFoundException')) throw fault;
      }
    },
  };
}

function tagsOf(tags: readonly Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
}

function describe(consumers: Consumers, arn: string): Resource {
  const consumer = consumers.byArn(arn);
  return {
    physicalId: arn,
    attributes: {
      ConsumerARN: arn,
      ConsumerCreationTimestamp: String(Math.floor(consumer.createdAtMs / 1000)),
      ConsumerName: consumer.name,
      ConsumerStatus: consumers.statusOf(consumer),
      StreamARN: consumer.streamArn,
    },
  };
}
