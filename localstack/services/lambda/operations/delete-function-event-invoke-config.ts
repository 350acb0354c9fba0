import type { Operation } from '../../../engine/service.ts';
import { showEventInvoke } from '../event-invoke-config.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html */
export const deleteFunctionEventInvokeConfig = ({ functions }: LambdaRoom): Operation => ({
  parameters: addressing,
  run: ({ FunctionName, Qualifier }: Addressed) => {
    const record = functions.find(FunctionName, Qualifier);
    showEventInvoke(record); // Refuses when there is nothing to delete.
    functions.setEventInvoke(record, undefined);
  },
});
