import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** Ends the function's environments too. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const deleteFunction = ({ functions, runner }: LambdaRoom): Operation => ({
  parameters: addressing,
  run: ({ FunctionName, Qualifier }: Addressed) => {
    const record = functions.find(FunctionName, Qualifier);
    functions.delete(record);
    runner.retire(record.name);
    return { StatusCode: 204 };
  },
});
