/** Settings of asynchronous invocation: retries, age, destinations. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { Parameter, ParameterTable } from '../../engine/validation.ts';
import { resourceNotFound } from './errors.ts';
import { qualifiedArn } from './function-record.ts';
import type { EventInvokeConfig, FunctionRecord } from './function-record.ts';

interface Destination {
  readonly Destination?: string;
}

export interface EventInvokeInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: { readonly OnSuccess?: Destination; readonly OnFailure?: Destination };
}

const destination: Parameter = { type: 'structure', members: { Destination: { type: 'string' } } };

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const eventInvokeParameters: ParameterTable = {
  FunctionName: { type: 'string', required: true, lengthMin: 1, lengthMax: 256 },
  Qualifier: { type: 'string' },
  MaximumRetryAttempts: { type: 'integer', valueMin: 0, valueMax: 2 },
  MaximumEventAgeInSeconds: { type: 'integer', valueMin: 60, valueMax: 21_600 },
  DestinationConfig: { type: 'structure', members: { OnSuccess: destination, OnFailure: destination } },
};

/** `before`, changed by what is given. */
export function applyEventInvoke(
  before: Partial<EventInvokeConfig>,
  input: EventInvokeInput,
  nowMs: number,
): EventInvokeConfig {
  const { DestinationConfig, MaximumRetryAttempts, MaximumEventAgeInSeconds } = input;
  const { onSuccess: _, onFailure: __, ...kept } = before;
  const onSuccess = DestinationConfig ? readDestination(DestinationConfig.OnSuccess) : before.onSuccess;
  const onFailure = DestinationConfig ? readDestination(DestinationConfig.OnFailure) : before.onFailure;
  return {
    ...kept,
    lastModifiedMs: nowMs,
    ...(MaximumRetryAttempts !== undefined && { retryAttemptsMax: MaximumRetryAttempts }),
    ...(MaximumEventAgeInSeconds !== undefined && { eventAgeSecondsMax: MaximumEventAgeInSeconds }),
    ...(onSuccess && { onSuccess }),
    ...(onFailure && { onFailure }),
  };
}

/** The function with another configuration, or none, for itself or for one of its versions and aliases. */
export function withEventInvoke(
  latest: FunctionRecord,
  qualifier: string | undefined,
  config: EventInvokeConfig | undefined,
): FunctionRecord {
  const { eventInvokeConfig: _, ...rest } = latest;
  if (qualifier === undefined) return config ? { ...rest, eventInvokeConfig: config } : rest;
  const { [qualifier]: __, ...others } = latest.qualifiedInvokeConfigs ?? {};
  return { ...latest, qualifiedInvokeConfigs: config ? { ...others, [qualifier]: config } : others };
}

/** As AWS shows it; throws AWS's refusal when the function, or the version or alias that was asked for, has none. */
export function showEventInvoke(record: FunctionRecord): Record<string, unknown> {
  const { eventInvokeConfig } = record;
  const arn = record.qualifier === undefined ? `${record.arn}:$LATEST` : qualifiedArn(record);
  if (!eventInvokeConfig) throw resourceNotFound(`The function ${arn} doesn't have an EventInvokeConfig`);
  const { lastModifiedMs, retryAttemptsMax, eventAgeSecondsMax, onSuccess, onFailure } = eventInvokeConfig;
  return {
    LastModified: lastModifiedMs / 1000,
    FunctionArn: arn,
    ...(retryAttemptsMax !== undefined && { MaximumRetryAttempts: retryAttemptsMax }),
    ...(eventAgeSecondsMax !== undefined && { MaximumEventAgeInSeconds: eventAgeSecondsMax }),
    DestinationConfig: {
      OnSuccess: onSuccess ? { Destination: onSuccess } : {},
      OnFailure: onFailure ? { Destination: onFailure } : {},
    },
  };
}

function readDestination(given: Destination | undefined): string | undefined {
  const arn = given?.Destination;
  if (!arn || arn.startsWith('arn:aws:sqs:') || arn.startsWith('arn:aws:lambda:')) return arn;
  throw notImplemented(`lambda destination ${arn}`);
}
