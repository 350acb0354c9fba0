import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { showAlias } from '../versions.ts';
import type { AliasInput } from '../versions.ts';
import { aliasAddressing, aliasParameters } from './alias-parameters.ts';
import type { AliasAddressed } from './alias-parameters.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const createAlias = ({ functions }: LambdaRoom): Operation => ({
  parameters: {
    ...aliasAddressing,
    ...aliasParameters,
    FunctionVersion: { type: 'string', required: true, pattern: '(\\$LATEST|[0-9]+)' },
  },
  run: (input: AliasAddressed & AliasInput) =>
    showAlias(functions.versions.createAlias(functions.latest(input.FunctionName), input.Name, input)),
});
