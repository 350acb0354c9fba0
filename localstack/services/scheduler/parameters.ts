/** Parameters that many operations share. Those that come in the query are text. */
import { notImplemented, validationError } from '../../engine/aws-error.ts';
import { isDeliverable } from '../../engine/eventing/delivery.ts';
import { parseScheduleExpression } from '../../engine/eventing/schedule-expression.ts';
import type { Parameter, ParameterTable } from '../../engine/validation.ts';
import type { Target } from './schedules.ts';

export const name: Parameter = {
  type: 'string',
  required: true,
  lengthMin: 1,
  lengthMax: 64,
  pattern: '[0-9a-zA-Z\\-_.]+',
};

export const groupName: Parameter = { type: 'string', lengthMin: 1, lengthMax: 64, pattern: '[0-9a-zA-Z\\-_.]+' };

export const clientToken: ParameterTable = { ClientToken: { type: 'string' }, clientToken: { type: 'string' } };

export const tagList: Parameter = {
  type: 'list',
  member: {
    type: 'structure',
    members: { Key: { type: 'string', required: true }, Value: { type: 'string', required: true } },
  },
};

export const pageParameters: ParameterTable = { MaxResults: { type: 'any' }, NextToken: { type: 'string' } };

export interface Page {
  readonly MaxResults?: string;
  readonly NextToken?: string;
}

/** A page of a list in order of `keyOf`; the token is the last key given out. */
export function pageOf<T>(
  items: readonly T[],
  { MaxResults = '100', NextToken = '' }: Page,
  keyOf: (item: T) => string,
) {
  const left = items.filter((item) => keyOf(item) > NextToken);
  const page = left.slice(0, Number(MaxResults));
  const last = page.at(-1);
  return { items: page, end: left.length > page.length && last !== undefined ? { NextToken: keyOf(last) } : {} };
}

/** What a schedule is made of, shared by CreateSchedule and UpdateSchedule. */
export interface ScheduleInput {
  readonly Name: string;
  readonly GroupName?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: number | string;
  readonly EndDate?: number | string;
  readonly State?: string;
  readonly Description?: string;
  readonly Target: Target;
  readonly FlexibleTimeWindow: { readonly Mode: string };
  readonly ActionAfterCompletion?: string;
  readonly ClientToken?: string;
}

export const scheduleParameters: ParameterTable = {
  Name: name,
  GroupName: groupName,
  ScheduleExpression: { type: 'string', required: true, lengthMin: 1, lengthMax: 256 },
  ScheduleExpressionTimezone: { type: 'string', lengthMin: 1, lengthMax: 50 },
  StartDate: { type: 'timestamp' },
  EndDate: { type: 'timestamp' },
  State: { type: 'string', enum: ['ENABLED', 'DISABLED'] },
  Description: { type: 'string', lengthMax: 512 },
  Target: {
    type: 'structure',
    required: true,
    members: {
      Arn: { type: 'string', required: true, lengthMin: 1, lengthMax: 1600 },
      RoleArn: {
        type: 'string',
        required: true,
        lengthMin: 1,
        lengthMax: 1600,
        pattern: 'arn:aws(?:-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+',
      },
      Input: { type: 'string', lengthMin: 1 },
      DeadLetterConfig: { type: 'structure', members: { Arn: { type: 'string' } } },
      RetryPolicy: {
        type: 'structure',
        members: {
          MaximumEventAgeInSeconds: { type: 'integer', valueMin: 60, valueMax: 86_400 },
          MaximumRetryAttempts: { type: 'integer', valueMin: 0, valueMax: 185 },
        },
      },
    },
  },
  FlexibleTimeWindow: { type: 'structure', required: true, members: { Mode: { type: 'string', required: true } } },
  ActionAfterCompletion: { type: 'string', enum: ['NONE', 'DELETE'] },
  ClientToken: { type: 'string', lengthMin: 1, lengthMax: 64 },
};

/** Throws for what cannot be a schedule, and for what is not here. */
export function checkSchedule({ FlexibleTimeWindow, Target: target, ...input }: ScheduleInput): void {
  if (FlexibleTimeWindow.Mode !== 'OFF')
    throw notImplemented(`scheduler FlexibleTimeWindow ${FlexibleTimeWindow.Mode}`);
  if (!isDeliverable(target.Arn)) throw notImplemented(`scheduler target ${target.Arn}`);
  if (parseScheduleExpression(input.ScheduleExpression, input.ScheduleExpressionTimezone)) return;
  if (parseScheduleExpression(input.ScheduleExpression)) {
    throw validationError(`The timezone ${input.ScheduleExpressionTimezone} is not valid.`);
  }
  throw validationError(`Invalid Schedule Expression ${input.ScheduleExpression}.`);
}

/** Epoch seconds, or ISO text as a template writes it. */
export function toMs(time: number | string): number {
  return typeof time === 'number' ? time * 1000 : Date.parse(time);
}
