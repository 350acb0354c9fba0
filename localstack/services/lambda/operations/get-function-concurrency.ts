import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConcurrency.html */
export const getFunctionConcurrency = ({ functions }: LambdaRoom): Operation => ({
  parameters: addressing,
  run: ({ FunctionName }: Addressed) => {
    const { reservedConcurrency } = functions.latest(FunctionName);
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
});
