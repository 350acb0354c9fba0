import type { Operation } from '../../../engine/service.ts';
import { readFunctionName } from '../function-name.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { cutPage, pageParameters } from './page.ts';
import type { PageInput } from './page.ts';

interface ListEventSourceMappingsInput extends PageInput {
  readonly EventSourceArn?: string;
  readonly FunctionName?: string;
}

const pageSizeMax = 100;

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListEventSourceMappings.html */
export const listEventSourceMappings = ({ mappings }: LambdaRoom): Operation => ({
  parameters: { ...pageParameters, EventSourceArn: { type: 'string' }, FunctionName: { type: 'string' } },
  run: (input: ListEventSourceMappingsInput) => {
    const { EventSourceArn, FunctionName } = input;
    const name = FunctionName === undefined ? undefined : readFunctionName(FunctionName);
    const wanted = mappings
      .list()
      .filter((record) => EventSourceArn === undefined || record.eventSourceArn === EventSourceArn)
      .filter((record) => name === undefined || record.functionName === name)
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const { entries, next } = cutPage(wanted, ({ id }) => id, input, pageSizeMax);
    return { EventSourceMappings: entries.map((record) => mappings.show(record)), ...next };
  },
});
