/** Doors inside the cloud that fault rules stand in, too: what an event source mapping reads, and whom neighbours call. */
import { AwsError } from '../aws-error.ts';
import type { QueueDoor, StreamDoor } from '../doors.ts';
import type { Engine } from '../service.ts';
import { ReplyDropped } from './refusals.ts';

/** The queues, as `ReceiveMessage` and `DeleteMessage` rules see them. Messages whose reply is dropped stay in flight. */
export function faultyQueues({ faults }: Engine, queues: QueueDoor): QueueDoor {
  if (!faults) return queues;
  return {
    send: (...message) => queues.send(...message),
    release: (...handles) => queues.release(...handles),
    visibilityTimeoutMs: (arn) => queues.visibilityTimeoutMs(arn),
    onVisible: (arn, listener) => queues.onVisible(arn, listener),
    receive: (arn, messagesMax) => {
      const call = { service: 'sqs', operation: 'ReceiveMessage', input: { Arn: arn } };
      return heard(() => faults.aroundNow(call, () => queues.receive(arn, messagesMax)));
    },
    delete: (arn, receiptHandles) => {
      const call = { service: 'sqs', operation: 'DeleteMessage', input: { Arn: arn } };
      heard(() => faults.aroundNow(call, () => queues.delete(arn, receiptHandles)));
    },
  };
}

/** The streams, as `GetRecords` rules see them. */
export function faultyStreams({ faults }: Engine, streams: StreamDoor, service: string): StreamDoor {
  if (!faults) return streams;
  return {
    shards: (arn) => streams.shards(arn),
    resolve: (...place) => streams.resolve(...place),
    onChange: (arn, listener) => streams.onChange(arn, listener),
    read: (arn, ...page) => {
      const call = { service, operation: 'GetRecords', input: { StreamARN: arn } };
      return heard(() => faults.aroundNow(call, () => streams.read(arn, ...page)));
    },
  };
}

/** A neighbour's invocation, as `Invoke` rules see it. */
export async function invokeUnderFaults<Answer>(
  { faults }: Engine,
  functionArn: string,
  invoke: () => Promise<Answer>,
): Promise<Answer> {
  if (!faults) return await invoke();
  const call = { service: 'lambda', operation: 'Invoke', input: { FunctionName: functionArn } };
  try {
    return (await faults.around(call, invoke)) as Answer;
  } catch (fault) {
    throw asAwsError(fault);
  }
}

function heard<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (fault) {
    throw asAwsError(fault);
  }
}

/** Between neighbours there is no connection to reset: they hear of a service that failed. */
function asAwsError(fault: unknown): unknown {
  return fault instanceof ReplyDropped ? new AwsError('ServiceException', fault.message, 500) : fault;
}
