import type { Operation } from '../../../engine/service.ts';
import { showFunction } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration = ({ functions }: LambdaRoom): Operation => ({
  parameters: addressing,
  run: ({ FunctionName, Qualifier }: Addressed) => showFunction(functions.find(FunctionName, Qualifier)),
});
