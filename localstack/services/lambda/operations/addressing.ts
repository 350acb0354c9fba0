/** The parameters by which every operation addresses a function. */
import type { ParameterTable } from '../../../engine/validation.ts';

export interface Addressed {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html#API_GetFunction_RequestSyntax */
export const addressing: ParameterTable = {
  FunctionName: { type: 'string', required: true, lengthMin: 1, lengthMax: 256 },
  Qualifier: { type: 'string', lengthMin: 1, lengthMax: 128 },
};
