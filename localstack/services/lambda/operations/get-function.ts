import { pathToFileURL } from 'node:url';

import type { Operation } from '../../../engine/service.ts';
import { showFunction } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunction = ({ functions }: LambdaRoom): Operation => ({
  parameters: addressing,
  run: ({ FunctionName, Qualifier }: Addressed) => {
    const record = functions.find(FunctionName, Qualifier);
    const { reservedConcurrency, tags } = record;
    return {
      Configuration: showFunction(record),
      // AWS links to a copy of the archive; here the unpacked code lies on the same machine.
      Code: { RepositoryType: 'S3', Location: pathToFileURL(functions.codeFolder(record)).href },
      ...(Object.keys(tags).length > 0 && { Tags: tags }),
      ...(reservedConcurrency !== undefined && { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    };
  },
});
