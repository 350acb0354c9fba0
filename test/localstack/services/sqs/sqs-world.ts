/** An SQS of its own on a virtual clock, with an SDK client that talks to it in process. */
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createSqs } from '../../../../localstack/services/sqs/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export function sqsWorld() {
  const state = temporaryState();
  const engine = testEngine(state);
  const service = createSqs(engine);
  const { clientOptions, call } = inProcess([service]);
  const client = new SQSClient(clientOptions);
  return {
    engine,
    clock: engine.clock,
    service,
    call,
    client,
    clientOptions,
    door: service.door,
    /** Forgets everything but the state folder. */
    restart: () => {
      const again = createSqs({ ...engine });
      return { service: again, client: new SQSClient(inProcess([again]).clientOptions) };
    },
    close: () => {
      void service.stop?.();
      state.close();
    },
    makeQueue: async (name: string, attributes: Record<string, string> = {}) => {
      const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
      return QueueUrl;
    },
    send: (queueUrl: string, body: string, delaySeconds?: number) =>
      client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body,
          ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
        }),
      ),
    receive: async (queueUrl: string, messagesMax = 10) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: messagesMax,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
  };
}

export type SqsWorld = ReturnType<typeof sqsWorld>;

export const arnOf = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
