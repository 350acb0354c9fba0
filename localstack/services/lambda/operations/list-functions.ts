import type { Operation } from '../../../engine/service.ts';
import { showFunction } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { cutPage, pageParameters } from './page.ts';
import type { PageInput } from './page.ts';

const pageSizeMax = 50;

/** https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html */
export const listFunctions = ({ functions }: LambdaRoom): Operation => ({
  parameters: { ...pageParameters, FunctionVersion: { type: 'string', enum: ['ALL'] } },
  run: (input: PageInput) => {
    const { entries, next } = cutPage(functions.list(), ({ name }) => name, input, pageSizeMax);
    return { Functions: entries.map(showFunction), ...next };
  },
});
