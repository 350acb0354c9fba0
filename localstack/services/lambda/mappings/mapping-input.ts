/** From a request's members to a mapping record: defaults, limits and the rules between members, in AWS's words. */
import { notImplemented, validationError } from '../../../engine/aws-error.ts';
import { invalidParameter } from '../errors.ts';
import { compileFilter } from './event-filter.ts';
import type { MappingRecord } from './mapping-record.ts';

/** The members that create and update share. */
export interface MappingInput {
  readonly FunctionName?: string;
  readonly Enabled?: boolean;
  readonly BatchSize?: number;
  readonly MaximumBatchingWindowInSeconds?: number;
  readonly ParallelizationFactor?: number;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumRecordAgeInSeconds?: number;
  readonly TumblingWindowInSeconds?: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly FilterCriteria?: { readonly Filters?: readonly { readonly Pattern?: string }[] };
  readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
}

export interface NewMappingInput extends MappingInput {
  readonly FunctionName: string;
  readonly EventSourceArn?: string;
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  readonly StartingPositionTimestamp?: number | string;
  readonly Tags?: Readonly<Record<string, string>>;
}

/** What can be changed of a mapping. */
type Settings = Pick<
  MappingRecord,
  | 'isEnabled'
  | 'batchSize'
  | 'windowSeconds'
  | 'parallelizationFactor'
  | 'mayBisect'
  | 'retriesMax'
  | 'recordAgeSecondsMax'
  | 'responseTypes'
  | 'tumblingSeconds'
  | 'filterPatterns'
  | 'onFailureArn'
  | 'concurrencyMax'
>;

/** Filters of one mapping, without a quota increase. */
const filtersMax = 5;

/** The kind of source that an ARN names. */
export function readSource(eventSourceArn: string | undefined): MappingRecord['source'] {
  const [, , service] = eventSourceArn?.split(':') ?? [];
  if (service === 'kinesis' || service === 'sqs') return service;
  if (service === 'dynamodb' && /:table\/[^/]+\/stream\/[^/]+$/u.test(eventSourceArn ?? '')) return service;
  if (service === 'dynamodb') throw invalidParameter('Unrecognized event source, must be a DynamoDB stream ARN.');
  if (service) throw notImplemented(`lambda event source mapping on ${eventSourceArn}`);
  throw invalidParameter(`Unrecognized event source, must be kinesis, dynamodb stream or sqs.`);
}

export function defaultSettings(source: MappingRecord['source']): Settings {
  return {
    isEnabled: true,
    batchSize: source === 'sqs' ? 10 : 100,
    windowSeconds: 0,
    parallelizationFactor: 1,
    mayBisect: false,
    retriesMax: -1,
    recordAgeSecondsMax: -1,
    responseTypes: [],
    filterPatterns: [],
  };
}

/** `before`, changed by what `input` says. Throws AWS's refusal when the result is not allowed for the source. */
export function applyInput(before: Settings, input: MappingInput, source: MappingRecord['source']): Settings {
  checkSource(input, source);
  const onFailureArn = readDestination(input, before.onFailureArn);
  const concurrencyMax = input.ScalingConfig ? input.ScalingConfig.MaximumConcurrency : before.concurrencyMax;
  const tumblingSeconds = input.TumblingWindowInSeconds ?? before.tumblingSeconds;
  const after: Settings = {
    isEnabled: input.Enabled ?? before.isEnabled,
    batchSize: input.BatchSize ?? before.batchSize,
    windowSeconds: input.MaximumBatchingWindowInSeconds ?? before.windowSeconds,
    parallelizationFactor: input.ParallelizationFactor ?? before.parallelizationFactor,
    mayBisect: input.BisectBatchOnFunctionError ?? before.mayBisect,
    retriesMax: input.MaximumRetryAttempts ?? before.retriesMax,
    recordAgeSecondsMax: input.MaximumRecordAgeInSeconds ?? before.recordAgeSecondsMax,
    responseTypes: input.FunctionResponseTypes ?? before.responseTypes,
    filterPatterns: readPatterns(input, source) ?? before.filterPatterns,
    ...(tumblingSeconds !== undefined && tumblingSeconds > 0 && { tumblingSeconds }),
    ...(onFailureArn && { onFailureArn }),
    ...(concurrencyMax !== undefined && { concurrencyMax }),
  };
  if (source === 'sqs' && after.batchSize > 10 && after.windowSeconds < 1) {
    throw invalidParameter(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  if (tumblingSeconds && after.parallelizationFactor > 1) {
    throw notImplemented('lambda event source mapping with TumblingWindowInSeconds and ParallelizationFactor above 1');
  }
  if (after.recordAgeSecondsMax !== -1 && after.recordAgeSecondsMax < 60) {
    throw invalidParameter(
      'MaximumRecordAgeInSeconds must be -1 or at least 60: -1 keeps records until they expire in the stream.',
    );
  }
  return after;
}

const streamOnly = [
  'ParallelizationFactor',
  'BisectBatchOnFunctionError',
  'MaximumRetryAttempts',
  'MaximumRecordAgeInSeconds',
  'TumblingWindowInSeconds',
  'DestinationConfig',
] as const;

function checkSource(input: MappingInput, source: MappingRecord['source']): void {
  const wrong = source === 'sqs' ? streamOnly.find((name) => input[name] !== undefined) : undefined;
  if (wrong) throw invalidParameter(`Unsupported ${wrong} for event source sqs.`);
  if (source !== 'sqs' && input.ScalingConfig) {
    throw invalidParameter(`Unsupported ScalingConfig for event source ${source}.`);
  }
}

function readDestination({ DestinationConfig }: MappingInput, before: string | undefined): string | undefined {
  if (!DestinationConfig) return before;
  const destination = DestinationConfig.OnFailure?.Destination;
  if (destination && !destination.startsWith('arn:aws:sqs:')) {
    throw notImplemented(`lambda event source mapping destination ${destination}`);
  }
  return destination;
}

function readPatterns({ FilterCriteria }: MappingInput, source: MappingRecord['source']): string[] | undefined {
  if (!FilterCriteria) return undefined;
  const patterns = (FilterCriteria.Filters ?? []).map(({ Pattern = '{}' }) => Pattern);
  if (patterns.length > filtersMax) {
    throw invalidParameter(`The number of filters, ${patterns.length}, is more than the maximum of ${filtersMax}.`);
  }
  // Compiled here for its errors only; the running mapping compiles its own.
  if (patterns.length > 0) compileFilter(patterns, source);
  return patterns;
}

/** Where a new mapping on a stream begins. */
export function readStart(
  { StartingPosition: position, StartingPositionTimestamp: timestamp }: NewMappingInput,
  source: MappingRecord['source'],
): Pick<MappingRecord, 'startingPosition' | 'startingTimestampMs'> {
  if (source === 'sqs') {
    if (position) throw invalidParameter('StartingPosition is not valid for SQS event sources.');
    return {};
  }
  if (!position) {
    throw validationError(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (position !== 'AT_TIMESTAMP') return { startingPosition: position };
  if (source === 'dynamodb') {
    // Unsure of AWS's words; its table of parameters has TRIM_HORIZON and LATEST only.
    throw invalidParameter('Unsupported starting position for event source type DynamoDB: AT_TIMESTAMP');
  }
  if (timestamp === undefined) {
    throw invalidParameter('StartingPositionTimestamp is required when StartingPosition is AT_TIMESTAMP.');
  }
  const timestampMs = typeof timestamp === 'number' ? timestamp * 1000 : Date.parse(timestamp);
  return { startingPosition: position, startingTimestampMs: timestampMs };
}
