/** PutEvents and TestEventPattern. */
import { validationError } from '../../engine/aws-error.ts';
import { randomUuid } from '../../engine/random.ts';
import type { Operation } from '../../engine/service.ts';
import { compileEventPattern } from './event-pattern.ts';
import type { EventsState } from './state.ts';

interface Entry {
  readonly Time?: number | string;
  readonly Source?: string;
  readonly Resources?: readonly string[];
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly EventBusName?: string;
}

/** Greatest sum of a request's entries. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html */
const requestBytesMax = 1_048_576;

/** Sends events of one's own to the rules of the bus; entries that are refused are answered beside the others. */
export function putEvents(state: EventsState): Operation {
  return {
    parameters: {
      Entries: {
        type: 'list',
        required: true,
        lengthMin: 1,
        lengthMax: 10,
        member: {
          type: 'structure',
          members: {
            Time: { type: 'timestamp' },
            Source: { type: 'string' },
            Resources: { type: 'list', member: { type: 'string' } },
            DetailType: { type: 'string' },
            Detail: { type: 'string' },
            EventBusName: { type: 'string' },
            // Shown by X-Ray only, which is not here.
            TraceHeader: { type: 'string' },
          },
        },
      },
    },
    run({ Entries }: { readonly Entries: readonly Entry[] }) {
      if (Buffer.byteLength(JSON.stringify(Entries)) > requestBytesMax) {
        throw validationError('Total size of the entries in the request is over the limit.');
      }
      const answers = Entries.map((entry) => putEvent(state, entry));
      return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
    },
  };
}

function putEvent(state: EventsState, entry: Entry) {
  const { Source, DetailType, Detail, EventBusName, Resources = [], Time } = entry;
  const invalid = (ErrorMessage: string) => ({ ErrorCode: 'InvalidArgument', ErrorMessage });
  const missing = Object.entries({ Source, DetailType, Detail }).find(([, value]) => !value)?.[0];
  if (!Source || !DetailType || !Detail) {
    return invalid(`Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
  }
  if (Source.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  const detail = parseObject(Detail);
  if (!detail) return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  // AWS takes events for a bus that is not there, and drops them.
  if (EventBusName !== undefined && !['default', state.rules.busArn()].includes(EventBusName)) {
    return { EventId: randomUuid(state.engine.random) };
  }
  const timeMs = Time === undefined ? state.engine.clock.nowMs() : toMs(Time);
  const event = state.newEvent({ 'detail-type': DetailType, source: Source, resources: Resources, detail }, timeMs);
  state.publish(event);
  return { EventId: event.id };
}

function toMs(time: number | string): number {
  return typeof time === 'number' ? time * 1000 : Date.parse(time);
}

function parseObject(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export const testEventPattern: Operation = {
  parameters: { EventPattern: { type: 'string', required: true }, Event: { type: 'string', required: true } },
  run({ EventPattern, Event }: { readonly EventPattern: string; readonly Event: string }) {
    const event = parseObject(Event);
    if (!event) throw validationError('Parameter Event is not valid.');
    return { Result: compileEventPattern(EventPattern)(event) };
  },
};
