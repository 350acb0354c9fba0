/** Which resources a call names, as the fault rules' `resource` sees them. */

type Input = Readonly<Record<string, unknown>>;

/** Members of inputs that hold the name, ARN or address of what the call is about. */
const namingMembers = new Set([
  'ApiId',
  'Arn',
  'Bucket',
  'ConsumerARN',
  'EventBusName',
  'EventSourceArn',
  'FunctionName',
  'GroupName',
  'Key',
  'KeyId',
  'Name',
  'Path',
  'QueueName',
  'QueueUrl',
  'ResourceARN',
  'ResourceArn',
  'RoleArn',
  'RoleName',
  'StackName',
  'StreamARN',
  'StreamArn',
  'StreamName',
  'TableName',
  'TargetArn',
  'TopicArn',
  'logGroupIdentifier',
  'logGroupName',
]);

/** Every name that the input says, batches' and transactions' included. `resolve` reads names out of opaque tokens. */
export function namedResources(
  input: Input,
  resolve: (member: string, value: string) => string | undefined,
): readonly string[] {
  const names = membersOf(input);
  const { ShardIterator: iterator, RequestItems: tables, TransactItems: actions, Entries: entries } = input;
  const stream = typeof iterator === 'string' ? resolve('ShardIterator', iterator) : undefined;
  if (stream !== undefined) names.push(stream);
  if (isInput(tables)) names.push(...Object.keys(tables));
  for (const action of listOf(actions)) names.push(...Object.values(action).filter(isInput).flatMap(membersOf));
  for (const entry of listOf(entries)) names.push(...membersOf(entry));
  return names;
}

/** A pattern with `*` is of the whole name; a pattern without is a part of it. */
export function resourceMatcher(pattern: string): (name: string) => boolean {
  if (!pattern.includes('*')) return (name) => name.includes(pattern);
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\/]/gu, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`, 'su');
  // A pattern of a name is meant for its ARN and its address, too.
  return (name) =>
    whole.test(name) || whole.test(name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1));
}

function membersOf(input: Input): string[] {
  return Object.entries(input)
    .filter(([member, value]) => namingMembers.has(member) && typeof value === 'string')
    .map(([, value]) => value as string);
}

function listOf(value: unknown): readonly Input[] {
  return Array.isArray(value) ? value.filter(isInput) : [];
}

function isInput(value: unknown): value is Input {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
