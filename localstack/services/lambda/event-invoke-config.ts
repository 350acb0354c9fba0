/** Settings of asynchronous invocation: retries, age, destinations. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { Parameter, ParameterTable } from '../../engine/validation.ts';
import { resourceNotFound } from './errors.ts';
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

/** As AWS shows it; throws AWS's refusal when the function has none. */
export function showEventInvoke({ arn, eventInvokeConfig }: FunctionRecord): Record<string, unknown> {
  if (!eventInvokeConfig) {
    throw resourceNotFound(`The function ${arn}:$LATEST doesn't have an EventInvokeConfig`);
  }
  const { lastModifiedMs, retryAttemptsMax, eventAgeSecondsMax, onSuccess, onFailure } = eventInvokeConfig;
  return {
    LastModified: lastModifiedMs / 1000,
    FunctionArn: `${arn}:$LATEST`,
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
