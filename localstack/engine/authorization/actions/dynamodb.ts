/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
import { list, regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { Access, ActionTable, ConditionValues, Input, Place, ResourcesOf } from '../action-table.ts';

const tableArn = (name: string, place: Place): string =>
  name.startsWith('arn:') ? name : regionalArn('dynamodb', `table/${name}`, place);

const table: ResourcesOf = (input, place) => [tableArn(text(input, 'TableName'), place)];

/** Reading an index is asked of the index alone. */
const tableOrIndex: ResourcesOf = (input, place) => {
  const arn = tableArn(text(input, 'TableName'), place);
  const index = text(input, 'IndexName');
  return [index === '' ? arn : `${arn}/index/${index}`];
};

const requestedTables: ResourcesOf = (input, place) =>
  Object.keys((input['RequestItems'] ?? {}) as object).map((name) => tableArn(name, place));

const tagged: ResourcesOf = (input) => [text(input, 'ResourceArn')];

/** What a transaction does to each of its items is asked as if it were done alone. */
const transactionActions: Readonly<Record<string, string>> = {
  Get: 'dynamodb:GetItem',
  Put: 'dynamodb:PutItem',
  Update: 'dynamodb:UpdateItem',
  Delete: 'dynamodb:DeleteItem',
  ConditionCheck: 'dynamodb:ConditionCheckItem',
};

function transaction(input: Input, place: Place): readonly Access[] {
  const resources = new Map<string, Set<string>>();
  for (const item of list(input, 'TransactItems')) {
    for (const [kind, request] of Object.entries(item as Readonly<Record<string, Input>>)) {
      const action = transactionActions[kind] ?? `dynamodb:${kind}`;
      const known = resources.get(action) ?? new Set();
      resources.set(action, known.add(tableArn(text(request, 'TableName'), place)));
    }
  }
  return [...resources].map(([action, arns]) => ({ action, resources: [...arns] }));
}

function itemConditions(input: Input): ConditionValues {
  const select = text(input, 'Select');
  const returnValues = text(input, 'ReturnValues');
  return {
    ...(select !== '' && { 'dynamodb:select': [select] }),
    ...(returnValues !== '' && { 'dynamodb:returnvalues': [returnValues] }),
  };
}

export const dynamodb: ActionTable = {
  prefix: 'dynamodb',
  rows: {
    ...rowsOf('GetItem PutItem UpdateItem DeleteItem', { on: table, conditions: itemConditions }),
    ...rowsOf('Query Scan', { on: tableOrIndex, conditions: itemConditions }),
    ...rowsOf('BatchGetItem BatchWriteItem', { on: requestedTables }),
    ...rowsOf('TransactGetItems TransactWriteItems', { accesses: transaction }),
    CreateTable: { on: table, conditions: tagConditions },
    ...rowsOf('DeleteTable DescribeTable UpdateTable DescribeTimeToLive UpdateTimeToLive', { on: table }),
    ...rowsOf('DescribeContinuousBackups UpdateContinuousBackups', { on: table }),
    ...rowsOf('DescribeKinesisStreamingDestination DescribeContributorInsights', { on: table }),
    ...rowsOf('ListTagsOfResource UntagResource', { on: tagged }),
    TagResource: { on: tagged, conditions: tagConditions },
    ...rowsOf('ListTables DescribeLimits DescribeEndpoints', {}),
  },
};

const stream: ResourcesOf = (input) => [text(input, 'StreamArn')];

/** An iterator begins with its stream's ARN. */
const iteratorStream: ResourcesOf = (input) => [text(input, 'ShardIterator').split('|', 1)[0] ?? ''];

/** Streams are a service of their own on the wire, and DynamoDB's in policies. */
export const dynamodbstreams: ActionTable = {
  prefix: 'dynamodb',
  rows: {
    ...rowsOf('DescribeStream GetShardIterator', { on: stream }),
    GetRecords: { on: iteratorStream },
    ListStreams: {},
  },
};
