/** An SNS of its own on a virtual clock, beside a real SQS and functions that only remember what they were sent. */
import { AwsError } from '../../../../localstack/engine/aws-error.ts';
import type { AuthorizeNeighbour, Engine } from '../../../../localstack/engine/service.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import type { TopicDoors } from '../../../../localstack/services/sns/deliveries.ts';
import { createSns } from '../../../../localstack/services/sns/index.ts';
import { createSqs } from '../../../../localstack/services/sqs/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:reader';
export const queueArn = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
export const topicArn = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}`;

type Input = Readonly<Record<string, unknown>>;

interface FunctionEvent {
  readonly Records: readonly {
    readonly EventSubscriptionArn: string;
    readonly Sns: Readonly<Record<string, unknown>>;
  }[];
}

export function snsWorld(authorize?: AuthorizeNeighbour) {
  const state = temporaryState();
  const engine = { ...testEngine(state), ...(authorize && { authorize }) };
  const sqs = createSqs(engine);
  const events: FunctionEvent[] = [];
  /** Taken from the front and thrown by the next deliveries to functions, one each. */
  const faults: Error[] = [];
  const doors: TopicDoors = {
    queues: sqs.door,
    functions: {
      invokeLater: (arn, payload) => {
        const fault = faults.shift();
        if (fault) throw fault;
        if (arn !== functionArn) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
        events.push(JSON.parse(payload.toString()) as FunctionEvent);
      },
    },
  };
  const open = (own: Engine) => {
    const service = createSns(own, doors);
    const { call, clientOptions } = inProcess([service, sqs]);
    const sns = (operation: string, input: Input = {}) => call('sns', operation, input);
    return { service, sns, call, handler: clientOptions.requestHandler };
  };
  const opened = open(engine);
  void opened.service.start?.();
  const { call, sns, service, handler } = opened;
  return {
    engine,
    clock: engine.clock,
    events,
    faults,
    sns,
    call,
    service,
    /** Forgets everything but the state folder. */
    restart: () => {
      void service.stop?.();
      const again = open({ ...engine });
      void again.service.start?.();
      return again;
    },
    close: () => {
      void service.stop?.();
      void sqs.stop?.();
      state.close();
    },
    makeTopic: async (name: string, more: Input = {}) => {
      const { TopicArn } = await sns('CreateTopic', { Name: name, ...more });
      return String(TopicArn);
    },
    makeQueue: async (name: string) => {
      await call('sqs', 'CreateQueue', { QueueName: name });
      return queueArn(name);
    },
    subscribe: async (topic: string, endpoint: string, attributes: Readonly<Record<string, string>> = {}) => {
      const Protocol = endpoint.includes(':sqs:') ? 'sqs' : 'lambda';
      const input = { TopicArn: topic, Protocol, Endpoint: endpoint, Attributes: attributes };
      return String((await sns('Subscribe', input))['SubscriptionArn']);
    },
    /** What lies in a queue, taken out. */
    take: (arn: string) => {
      const messages = sqs.door.receive(arn, 10);
      const handles = messages.map(({ receiptHandle }) => receiptHandle);
      sqs.door.delete(arn, handles);
      return messages;
    },
    /** The answer to a form as SDKs and the CLI send it. */
    post: async (form: Readonly<Record<string, string>>) => {
      const { response } = await handler.handle({
        method: 'POST',
        path: '/',
        headers: { 'content-type': 'application/x-www-form-urlencoded', host: 'sns.us-east-1.amazonaws.com' },
        body: new URLSearchParams({ Version: '2010-03-31', ...form }).toString(),
      });
      const chunks: Buffer[] = [];
      for await (const chunk of response.body) chunks.push(chunk as Buffer);
      return { statusCode: response.statusCode, body: Buffer.concat(chunks).toString() };
    },
  };
}

export type SnsWorld = ReturnType<typeof snsWorld>;
