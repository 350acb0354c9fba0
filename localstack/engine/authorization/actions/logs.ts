/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
import { regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, Input, Place, ResourcesOf } from '../action-table.ts';

function groupName(input: Input): string {
  const identifier = text(input, 'logGroupIdentifier');
  if (!identifier.startsWith('arn:')) return identifier === '' ? text(input, 'logGroupName') : identifier;
  return identifier.split(':').at(6) ?? '';
}

/** A group is asked for as a stream without a name: this is why grants of groups end in `:*`. */
function streamArn(group: string, stream: string, place: Place): string {
  return regionalArn('logs', `log-group:${group}:log-stream:${stream}`, place);
}

const group: ResourcesOf = (input, place) => [streamArn(groupName(input), '', place)];
const stream: ResourcesOf = (input, place) => [streamArn(groupName(input), text(input, 'logStreamName'), place)];
const everyGroup: ResourcesOf = (_input, place) => [streamArn('', '', place)];
const tagged: ResourcesOf = (input) => [text(input, 'resourceArn')];

const tags = (input: Input) => tagConditions(input, 'tags');

export const logs: ActionTable = {
  prefix: 'logs',
  rows: {
    CreateLogGroup: { on: group, conditions: tags },
    ...rowsOf('DeleteLogGroup DescribeLogStreams FilterLogEvents', { on: group }),
    ...rowsOf('PutRetentionPolicy DeleteRetentionPolicy', { on: group }),
    ...rowsOf('CreateLogStream', { on: stream }),
    ...rowsOf('DeleteLogStream GetLogEvents PutLogEvents', { on: stream }),
    ...rowsOf('PutSubscriptionFilter DeleteSubscriptionFilter DescribeSubscriptionFilters', { on: group }),
    ...rowsOf('PutMetricFilter DeleteMetricFilter DescribeMetricFilters', { on: group }),
    ...rowsOf('TagLogGroup', { on: group, conditions: tags }),
    ...rowsOf('UntagLogGroup ListTagsLogGroup', { on: group }),
    TagResource: { on: tagged, conditions: tags },
    ...rowsOf('UntagResource ListTagsForResource', { on: tagged }),
    DescribeLogGroups: { on: everyGroup },
    StartLiveTail: {
      on: (input) => ((input['logGroupIdentifiers'] ?? []) as string[]).map((arn) => `${arn}:log-stream:`),
    },
  },
};
