/** A CloudWatch of its own on a virtual clock, beside a real SQS, SNS and Logs that measure into it. */
import type { AuthorizeNeighbour } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createCloudwatch } from '../../../../localstack/services/cloudwatch/index.ts';
import { openMetrics } from '../../../../localstack/services/cloudwatch/state.ts';
import { openTopicDoor } from '../../../../localstack/services/cloudwatch/topic-door.ts';
import { createLogs } from '../../../../localstack/services/logs/index.ts';
import { createSns } from '../../../../localstack/services/sns/index.ts';
import { createSqs } from '../../../../localstack/services/sqs/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export const minuteMs = 60_000;
export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:pager';

type Input = Readonly<Record<string, unknown>>;

export function cloudwatchWorld(authorize?: AuthorizeNeighbour) {
  const engine = { ...testEngine(temporaryState()), ...(authorize && { authorize }) };
  const invoked: Record<string, unknown>[] = [];
  const functions = {
    invokeLater: (_arn: string, payload: Buffer) =>
      void invoked.push(JSON.parse(payload.toString()) as Record<string, unknown>),
  };
  const metrics = openMetrics(engine);
  const sqs = createSqs(engine, metrics);
  const logs = createLogs(engine, metrics);
  const sns = createSns(engine, { queues: sqs.door, functions });
  const cloudwatch = createCloudwatch(engine, metrics, { functions, topics: openTopicDoor(engine, sns) });
  const { call, clientOptions } = inProcess([sqs, logs, sns, cloudwatch]);
  for (const service of [sqs, sns, cloudwatch]) void service.start?.();
  return {
    engine,
    metrics,
    invoked,
    call,
    clientOptions,
    resources: cloudwatch.resources ?? {},
    cloudwatch: (operation: string, input: Input = {}) => call('cloudwatch', operation, input),
    advance: (durationMs: number) => engine.clock.advance(durationMs),
    nowSeconds: () => engine.clock.nowMs() / 1000,
    /** Opens the same state folder anew, as after a restart. */
    reopen: () => inProcess([createCloudwatch(engine, openMetrics(engine))]).call,
    close: () => engine.state.close(),
  };
}
