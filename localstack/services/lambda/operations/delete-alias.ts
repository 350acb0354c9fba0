import type { Operation } from '../../../engine/service.ts';
import type { LambdaRoom } from '../lambda-room.ts';
import { aliasAddressing } from './alias-parameters.ts';
import type { AliasAddressed } from './alias-parameters.ts';

/** An alias that is not there is as good as deleted. https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export const deleteAlias = ({ functions }: LambdaRoom): Operation => ({
  parameters: aliasAddressing,
  run: ({ FunctionName, Name }: AliasAddressed) =>
    functions.versions.deleteAlias(functions.latest(FunctionName).name, Name),
});
