/** Every service that the cloud hosts, and which door of which neighbour each is given. */
import { AwsError } from '../engine/aws-error.ts';
import type { Engine, Service } from '../engine/service.ts';
import { createApiGateway } from './apigatewayv2/index.ts';
import { createCloudwatch } from './cloudwatch/index.ts';
import { openMetrics } from './cloudwatch/state.ts';
import { openTopicDoor } from './cloudwatch/topic-door.ts';
import { createDynamodb } from './dynamodb/index.ts';
import { createDynamodbStreams } from './dynamodbstreams/index.ts';
import { createEcr } from './ecr/index.ts';
import { createEvents } from './events/index.ts';
import { createIam } from './iam/index.ts';
import { createKinesis } from './kinesis/index.ts';
import { createKms } from './kms/index.ts';
import { createLambda } from './lambda/index.ts';
import { createLogs } from './logs/index.ts';
import { createS3, type S3Service } from './s3/index.ts';
import { createScheduler } from './scheduler/index.ts';
import { createSns } from './sns/index.ts';
import { createSqs } from './sqs/index.ts';
import { createSsm } from './ssm/index.ts';
import { createSts } from './sts/index.ts';

/** In starting order: those with doors before those who go through them. */
export function createServices(engine: Engine): readonly Service[] {
  const metrics = openMetrics(engine);
  const kinesis = createKinesis(engine);
  const sqs = createSqs(engine, metrics);
  const logs = createLogs(engine, metrics);
  const kms = createKms(engine);
  const iam = createIam(engine);
  const s3 = createS3(engine);
  const dynamodb = createDynamodb(engine);
  const lambda = createLambda(engine, {
    streams: kinesis.streams,
    tableStreams: dynamodb.streams,
    queues: sqs.door,
    logs: logs.door,
    metrics,
    codeSource: codeSource(s3),
  });
  const doors = { functions: lambda.functionDoor, queues: sqs.door, logs: logs.door, metrics };
  const gateway = createApiGateway(engine, doors);
  const sns = createSns(engine, doors);
  const topics = openTopicDoor(engine, sns);
  return [
    kinesis,
    sqs,
    logs,
    kms,
    s3,
    dynamodb,
    createDynamodbStreams(engine, dynamodb.streams),
    createEcr(engine),
    iam,
    createSts(engine, iam.roles),
    createSsm(engine, kms.vault),
    lambda,
    createEvents(engine, doors),
    createScheduler(engine, doors),
    sns,
    createCloudwatch(engine, metrics, { functions: lambda.functionDoor, topics }),
    gateway.control,
    gateway.dataPlane,
  ];
}

/** Where Lambda fetches deployment packages: nothing there is undefined, for Lambda has its own words for it. */
function codeSource({ door }: S3Service) {
  return async (bucket: string, key: string, version?: string): Promise<Buffer | undefined> => {
    try {
      return door.read(bucket, key, version);
    } catch (fault) {
      if (fault instanceof AwsError && fault.statusCode === 404) return undefined;
      throw fault;
    }
  };
}
