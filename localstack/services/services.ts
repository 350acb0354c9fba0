/** Every service that the cloud hosts, and which door of which neighbour each is given. */
import type { Engine, Service } from '../engine/service.ts';
import { createDynamodb } from './dynamodb/index.ts';
import { createEvents } from './events/index.ts';
import { createIam } from './iam/index.ts';
import { createKinesis } from './kinesis/index.ts';
import { createKms } from './kms/index.ts';
import { createLambda } from './lambda/index.ts';
import { createLogs } from './logs/index.ts';
import { createSqs } from './sqs/index.ts';
import { createSsm } from './ssm/index.ts';
import { createSts } from './sts/index.ts';

/** In starting order: those with doors before those who go through them. */
export function createServices(engine: Engine): readonly Service[] {
  const kinesis = createKinesis(engine);
  const sqs = createSqs(engine);
  const logs = createLogs(engine);
  const kms = createKms(engine);
  const lambda = createLambda(engine, { streams: kinesis.streams, queues: sqs.door, logs: logs.door });
  const doors = { functions: lambda.functionDoor, queues: sqs.door, logs: logs.door };
  return [
    kinesis,
    sqs,
    logs,
    kms,
    createDynamodb(engine),
    createIam(engine),
    createSts(engine),
    createSsm(engine, kms.vault),
    lambda,
    createEvents(engine, doors),
  ];
}
