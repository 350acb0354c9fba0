import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { showAlias } from '../versions.ts';
import { aliasAddressing } from './alias-parameters.ts';
import type { AliasAddressed } from './alias-parameters.ts';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const getAlias = ({ functions }: LambdaRoom): Operation => ({
  parameters: aliasAddressing,
  run: ({ FunctionName, Name }: AliasAddressed) =>
    showAlias(functions.versions.requireAlias(functions.latest(FunctionName), Name)),
});
