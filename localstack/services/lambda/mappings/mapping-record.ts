/** An event source mapping as the local cloud remembers it, and as AWS shows it. */

/** https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
export interface MappingRecord {
  readonly id: string;
  readonly arn: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly eventSourceArn: string;
  readonly source: 'kinesis' | 'dynamodb' | 'sqs';
  readonly isEnabled: boolean;
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly parallelizationFactor: number;
  readonly mayBisect: boolean;
  readonly retriesMax: number;
  readonly recordAgeSecondsMax: number;
  readonly responseTypes: readonly string[];
  readonly filterPatterns: readonly string[];
  readonly tumblingSeconds?: number;
  readonly onFailureArn?: string;
  readonly concurrencyMax?: number;
  readonly startingPosition?: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  readonly startingTimestampMs?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly lastModifiedMs: number;
}

export type MappingState = 'Creating' | 'Enabling' | 'Enabled' | 'Disabling' | 'Disabled' | 'Updating' | 'Deleting';

export function showMapping(
  record: MappingRecord,
  state: MappingState,
  lastProcessingResult: string,
): Record<string, unknown> {
  const { filterPatterns, onFailureArn, concurrencyMax, startingPosition, startingTimestampMs } = record;
  const onFailure = onFailureArn ? { Destination: onFailureArn } : {};
  const common = {
    UUID: record.id,
    EventSourceMappingArn: record.arn,
    EventSourceArn: record.eventSourceArn,
    FunctionArn: record.functionArn,
    BatchSize: record.batchSize,
    MaximumBatchingWindowInSeconds: record.windowSeconds,
    LastModified: record.lastModifiedMs / 1000,
    LastProcessingResult: lastProcessingResult,
    State: state,
    StateTransitionReason: record.source === 'sqs' ? 'USER_INITIATED' : 'User action',
    FunctionResponseTypes: record.responseTypes,
    ...(filterPatterns.length > 0 && {
      FilterCriteria: { Filters: filterPatterns.map((pattern) => ({ Pattern: pattern })) },
    }),
  };
  if (record.source === 'sqs') {
    return {
      ...common,
      ...(concurrencyMax !== undefined && { ScalingConfig: { MaximumConcurrency: concurrencyMax } }),
    };
  }
  return {
    ...common,
    StartingPosition: startingPosition,
    ...(startingTimestampMs !== undefined && { StartingPositionTimestamp: startingTimestampMs / 1000 }),
    ParallelizationFactor: record.parallelizationFactor,
    BisectBatchOnFunctionError: record.mayBisect,
    MaximumRetryAttempts: record.retriesMax,
    MaximumRecordAgeInSeconds: record.recordAgeSecondsMax,
    TumblingWindowInSeconds: record.tumblingSeconds ?? 0,
    DestinationConfig: { OnFailure: onFailure },
  };
}
