/** The parameters by which operations address an alias, and say where it points. Weights between two versions are not. */
import type { ParameterTable } from '../../../engine/validation.ts';

export interface AliasAddressed {
  readonly FunctionName: string;
  readonly Name: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const aliasAddressing: ParameterTable = {
  FunctionName: { type: 'string', required: true, lengthMin: 1, lengthMax: 256 },
  Name: { type: 'string', required: true, lengthMin: 1, lengthMax: 128, pattern: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)' },
};

export const aliasParameters: ParameterTable = {
  FunctionVersion: { type: 'string', pattern: '(\\$LATEST|[0-9]+)' },
  Description: { type: 'string', lengthMax: 256 },
};
