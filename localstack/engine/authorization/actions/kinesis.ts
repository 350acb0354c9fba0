/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisdatastreams.html */
import { regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, ResourcesOf } from '../action-table.ts';

const stream: ResourcesOf = (input, place) => {
  const arn = text(input, 'StreamARN');
  if (arn !== '') return [arn];
  const name = text(input, 'StreamName');
  if (name !== '') return [regionalArn('kinesis', `stream/${name}`, place)];
  return [
    place.resolve('kinesis', 'ShardIterator', text(input, 'ShardIterator')) ?? regionalArn('kinesis', 'stream/', place),
  ];
};

const consumer: ResourcesOf = (input, place) => {
  const arn = text(input, 'ConsumerARN');
  return arn === '' ? [`${stream(input, place)[0]}/consumer/${text(input, 'ConsumerName')}`] : [arn];
};

const named: ResourcesOf = (input) => [text(input, 'ResourceARN')];

export const kinesis: ActionTable = {
  prefix: 'kinesis',
  rows: {
    ...rowsOf('GetRecords GetShardIterator PutRecord PutRecords', { on: stream }),
    ...rowsOf('DeleteStream DescribeStream DescribeStreamSummary ListShards', { on: stream }),
    CreateStream: { on: stream, conditions: tagConditions },
    ...rowsOf('MergeShards SplitShard UpdateShardCount UpdateStreamMode UpdateMaxRecordSize', { on: stream }),
    ...rowsOf('DecreaseStreamRetentionPeriod IncreaseStreamRetentionPeriod', { on: stream }),
    ...rowsOf('StartStreamEncryption StopStreamEncryption', { on: stream }),
    AddTagsToStream: { on: stream, conditions: tagConditions },
    ...rowsOf('ListTagsForStream RemoveTagsFromStream', { on: stream }),
    ...rowsOf('ListTagsForResource UntagResource', { on: named }),
    TagResource: { on: named, conditions: tagConditions },
    ...rowsOf('RegisterStreamConsumer ListStreamConsumers', { on: stream }),
    ...rowsOf('DescribeStreamConsumer DeregisterStreamConsumer SubscribeToShard', { on: consumer }),
    ...rowsOf('EnableEnhancedMonitoring DisableEnhancedMonitoring', { on: stream }),
    ...rowsOf('PutResourcePolicy GetResourcePolicy DeleteResourcePolicy', { on: named }),
    ...rowsOf('DescribeLimits ListStreams', {}),
  },
};
