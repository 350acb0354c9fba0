/** An EventBridge of its own on a virtual clock, with doors that keep what they are given. */
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';

import { AwsError } from '../../../../localstack/engine/aws-error.ts';
import type { Doors } from '../../../../localstack/engine/eventing/delivery.ts';
import { temporaryState } from '../../../../localstack/engine/state.ts';
import { createEvents } from '../../../../localstack/services/events/index.ts';
import { inProcess, testEngine } from '../../../support/in-process.ts';

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:f';
export const queueArn = 'arn:aws:sqs:us-east-1:000000000000:q';
export const deadArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
export const missingArn = 'arn:aws:lambda:us-east-1:000000000000:function:missing';

export interface Sent {
  readonly arn: string;
  readonly body: unknown;
  readonly attributes?: Readonly<Record<string, { readonly stringValue: string }>>;
}

/** Doors behind which everything is known but the function `missing`. */
export function recordingDoors() {
  const sent: Sent[] = [];
  const refuse = () => {
    throw new Error('not used here');
  };
  const doors: Doors = {
    functions: {
      invoke: refuse,
      invokeLater: (arn, payload) => {
        if (arn === missingArn) throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
        sent.push({ arn, body: JSON.parse(payload.toString()) });
      },
    },
    queues: {
      receive: refuse,
      delete: refuse,
      release: refuse,
      send: (arn, body, attributes) => {
        sent.push({ arn, body: JSON.parse(body), ...(attributes && { attributes }) });
      },
      visibilityTimeoutMs: refuse,
      onVisible: refuse,
    },
  };
  return { sent, doors };
}

export function eventsWorld() {
  const state = temporaryState();
  const engine = testEngine(state);
  const { sent, doors } = recordingDoors();
  const service = createEvents(engine, doors);
  void service.start?.();
  const { clientOptions, call } = inProcess([service]);
  return {
    clock: engine.clock,
    sent,
    call,
    client: new EventBridgeClient(clientOptions),
    stop: () => void service.stop?.(),
    /** Another EventBridge on the same state folder. */
    restart: () => void createEvents(engine, doors).start?.(),
    close: () => {
      void service.stop?.();
      state.close();
    },
  };
}

export type EventsWorld = ReturnType<typeof eventsWorld>;
