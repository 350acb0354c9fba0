/**
 * What Lambda does with a function's role, asked of IAM as AWS asks it: reading sources, deleting messages, telling
 * destinations, writing logs. https://docs.aws.amazon.com/lambda/latest/dg/permissions-executionrole-update.html
 */
import { roleSession } from '../../engine/authorization/principal.ts';
import { AwsError } from '../../engine/aws-error.ts';
import type { LogDoor, QueueDoor, StreamDoor } from '../../engine/doors.ts';
import type { Engine } from '../../engine/service.ts';
import { invalidParameter } from './errors.ts';
import type { FunctionRecord } from './function-record.ts';

/** Throws AWS's refusal when the function's role may not do `action` to the resource. */
export function askForRole({ authorize }: Engine, { role, name }: FunctionRecord, action: string, arn: string): void {
  authorize?.(roleSession(role, name), action, arn);
}

/** The queues, for a mapping of the function. Messages that are given back need no permission of their own on AWS. */
export function queuesForRole(engine: Engine, queues: QueueDoor, functionRecord: () => FunctionRecord): QueueDoor {
  if (!engine.authorize) return queues;
  const ask = (action: string, arn: string): void => askForRole(engine, functionRecord(), action, arn);
  return {
    ...queues,
    onVisible: (arn, listener) => {
      ask('sqs:GetQueueAttributes', arn);
      return queues.onVisible(arn, listener);
    },
    receive: (arn, ...limits) => {
      ask('sqs:ReceiveMessage', arn);
      return queues.receive(arn, ...limits);
    },
    delete: (arn, receiptHandles) => {
      ask('sqs:DeleteMessage', arn);
      queues.delete(arn, receiptHandles);
    },
    send: (arn, ...message) => {
      ask('sqs:SendMessage', arn);
      queues.send(arn, ...message);
    },
  };
}

/** The streams, for a mapping of the function. */
export function streamsForRole(
  engine: Engine,
  streams: StreamDoor,
  functionRecord: () => FunctionRecord,
  source: 'kinesis' | 'dynamodb',
): StreamDoor {
  if (!engine.authorize) return streams;
  const ask = (action: string, arn: string): void => askForRole(engine, functionRecord(), `${source}:${action}`, arn);
  return {
    ...streams,
    onChange: (arn, listener) => {
      ask('DescribeStream', arn);
      if (source === 'kinesis') ask('DescribeStreamSummary', arn);
      return streams.onChange(arn, listener);
    },
    shards: (arn) => {
      ask(source === 'kinesis' ? 'ListShards' : 'DescribeStream', arn);
      return streams.shards(arn);
    },
    resolve: (arn, ...start) => {
      ask('GetShardIterator', arn);
      return streams.resolve(arn, ...start);
    },
    read: (arn, ...page) => {
      ask('GetRecords', arn);
      return streams.read(arn, ...page);
    },
  };
}

/** The log of one environment. A role that may not write it leaves no lines, on AWS and here. */
export function logsForRole(engine: Engine, logs: LogDoor, record: FunctionRecord): LogDoor {
  if (!engine.authorize) return logs;
  let mayWrite: boolean | undefined;
  return {
    append: (group, stream, events) => {
      mayWrite ??= mayWriteLog(engine, record, group, stream);
      if (mayWrite) logs.append(group, stream, events);
    },
  };
}

function mayWriteLog(engine: Engine, record: FunctionRecord, group: string, stream: string): boolean {
  const arn = `arn:aws:logs:${engine.region}:${engine.accountId}:log-group:${group}:log-stream:${stream}`;
  try {
    askForRole(engine, record, 'logs:CreateLogStream', arn);
    askForRole(engine, record, 'logs:PutLogEvents', arn);
    return true;
  } catch (fault) {
    if (fault instanceof AwsError) return false;
    throw fault;
  }
}

/** Refuses a role that Lambda may not take on, in AWS's words. */
export function checkRoleTrust({ authorize }: Engine, roleArn: string, functionArn: string): void {
  try {
    authorize?.({ kind: 'service', name: 'lambda.amazonaws.com', sourceArn: functionArn }, 'sts:AssumeRole', roleArn);
  } catch (fault) {
    if (!(fault instanceof AwsError)) throw fault;
    throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
  }
}

const neededOf = {
  kinesis: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream', 'kinesis:ListShards'],
  dynamodb: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams'],
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
} as const;

/** Refuses a new mapping whose function's role may not work with the source, in AWS's words. */
export function checkSourceAccess(
  engine: Engine,
  record: FunctionRecord,
  source: keyof typeof neededOf,
  sourceArn: string,
): void {
  for (const action of neededOf[source]) {
    try {
      askForRole(engine, record, action, sourceArn);
    } catch (fault) {
      if (!(fault instanceof AwsError)) throw fault;
      throw invalidParameter(
        source === 'sqs'
          ? `The provided execution role does not have permissions to call ${action.slice('sqs:'.length)} on SQS`
          : `Cannot access stream ${sourceArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, ${source === 'kinesis' ? 'ListShards, ' : ''}and ListStreams Actions on your stream in IAM.`,
      );
    }
  }
}
