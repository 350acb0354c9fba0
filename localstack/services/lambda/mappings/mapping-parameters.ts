/** The parameters that creating and updating a mapping share; Kafka's are not among them. */
import type { ParameterTable } from '../../../engine/validation.ts';

export const mappingParameters: ParameterTable = {
  FunctionName: { type: 'string', lengthMin: 1, lengthMax: 256 },
  Enabled: { type: 'boolean' },
  BatchSize: { type: 'integer', valueMin: 1, valueMax: 10_000 },
  MaximumBatchingWindowInSeconds: { type: 'integer', valueMin: 0, valueMax: 300 },
  ParallelizationFactor: { type: 'integer', valueMin: 1, valueMax: 10 },
  BisectBatchOnFunctionError: { type: 'boolean' },
  MaximumRetryAttempts: { type: 'integer', valueMin: -1, valueMax: 10_000 },
  MaximumRecordAgeInSeconds: { type: 'integer', valueMin: -1, valueMax: 604_800 },
  TumblingWindowInSeconds: { type: 'integer', valueMin: 0, valueMax: 900 },
  FunctionResponseTypes: {
    type: 'list',
    lengthMax: 1,
    member: { type: 'string', enum: ['ReportBatchItemFailures'] },
  },
  FilterCriteria: {
    type: 'structure',
    members: {
      Filters: {
        type: 'list',
        member: { type: 'structure', members: { Pattern: { type: 'string', lengthMax: 4096 } } },
      },
    },
  },
  DestinationConfig: {
    type: 'structure',
    members: { OnFailure: { type: 'structure', members: { Destination: { type: 'string' } } } },
  },
  ScalingConfig: {
    type: 'structure',
    members: { MaximumConcurrency: { type: 'integer', valueMin: 2, valueMax: 1000 } },
  },
};
