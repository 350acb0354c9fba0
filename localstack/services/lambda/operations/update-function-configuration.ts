import type { Operation } from '../../../engine/service.ts';
import { configurationParameters } from '../function-input.ts';
import type { ConfigurationInput } from '../function-input.ts';
import { showFunction } from '../function-record.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { addressing } from './addressing.ts';
import type { Addressed } from './addressing.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const updateFunctionConfiguration = ({ functions }: LambdaRoom): Operation => ({
  parameters: { ...configurationParameters, ...addressing, RevisionId: { type: 'string' } },
  run: (input: ConfigurationInput & Addressed) =>
    showFunction(functions.configure(functions.latest(input.FunctionName), input)),
});
