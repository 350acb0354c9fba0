import type { Operation } from '../../../engine/service.ts';
import { invalidParameter } from '../errors.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** Ends the function's environments too. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html */
export const deleteFunction = ({ functions, runner }: LambdaRoom): Operation => ({
  parameters: addressing,
  run: ({ FunctionName, Qualifier }: Addressed) => {
    const record = functions.find(FunctionName, Qualifier);
    if (record.version !== undefined && record.qualifier === record.version) {
      functions.versions.deleteVersion(record.name, record.version);
    } else if (record.qualifier === undefined) {
      functions.delete(record);
      runner.retire(record.name);
    } else {
      throw invalidParameter('Deletion of aliases is not currently supported.');
    }
    return { StatusCode: 204 };
  },
});
