import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionConcurrency.html */
export const deleteFunctionConcurrency = ({ functions }: LambdaRoom): Operation => ({
  parameters: addressing,
  run: ({ FunctionName }: Addressed) => {
    const { reservedConcurrency: _, ...record } = functions.latest(FunctionName);
    functions.save(record);
  },
});
