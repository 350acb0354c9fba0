/** Every service's table, by the name that the service has on the wire. */
import type { ActionTable } from '../action-table.ts';
import { apigateway } from './apigateway.ts';
import { cloudformation } from './cloudformation.ts';
import { cloudwatch } from './cloudwatch.ts';
import { dynamodb, dynamodbstreams } from './dynamodb.ts';
import { ecr } from './ecr.ts';
import { events } from './events.ts';
import { iam, sts } from './iam.ts';
import { kinesis } from './kinesis.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { s3 } from './s3.ts';
import { scheduler } from './scheduler.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { ssm } from './ssm.ts';

export const actionTables: Readonly<Record<string, ActionTable>> = {
  apigateway,
  cloudformation,
  cloudwatch,
  dynamodb,
  dynamodbstreams,
  ecr,
  events,
  iam,
  kinesis,
  kms,
  lambda,
  logs,
  s3,
  scheduler,
  sns,
  sqs,
  ssm,
  sts,
};
