import { validationError } from '../../engine/aws-error.ts';
import { parseScheduleExpression } from '../../engine/eventing/schedule-expression.ts';
import type { Operation } from '../../engine/service.ts';
import { compileEventPattern } from './event-pattern.ts';
import { busName, ruleName, tagList } from './names.ts';
import type { Rule } from './rules.ts';
import type { EventsState } from './state.ts';

interface PutRule {
  readonly Name: string;
  readonly ScheduleExpression?: string;
  readonly EventPattern?: string;
  readonly State?: string;
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly EventBusName?: string;
  readonly Tags?: Rule['tags'];
}

/** Makes a rule, or replaces all of one but its targets and tags. An unchanged schedule keeps its rhythm. */
export function putRule(state: EventsState): Operation {
  const { rules, engine } = state;
  return {
    parameters: {
      Name: ruleName,
      ScheduleExpression: { type: 'string', lengthMax: 256 },
      EventPattern: { type: 'string', lengthMax: 4096 },
      State: { type: 'string', enum: ['ENABLED', 'DISABLED'] },
      Description: { type: 'string', lengthMax: 512 },
      RoleArn: { type: 'string' },
      Tags: tagList,
      ...busName,
    },
    run(input: PutRule) {
      rules.checkBus(input.EventBusName);
      checkTriggers(input);
      const known = rules.find(input.Name);
      const isEnabled = input.State !== 'DISABLED';
      const isSameRhythm = known?.scheduleExpression === input.ScheduleExpression && known?.isEnabled === isEnabled;
      const arn = rules.arnOf(input.Name);
      state.putRule({
        name: input.Name,
        arn,
        ...(input.Description !== undefined && { description: input.Description }),
        ...(input.ScheduleExpression !== undefined && { scheduleExpression: input.ScheduleExpression }),
        ...(input.EventPattern !== undefined && { eventPattern: input.EventPattern }),
        ...(input.RoleArn !== undefined && { roleArn: input.RoleArn }),
        isEnabled,
        anchorMs: known && isSameRhythm ? known.anchorMs : engine.clock.nowMs(),
        targets: known?.targets ?? [],
        tags: known?.tags ?? input.Tags ?? [],
      });
      return { RuleArn: arn };
    },
  };
}

function checkTriggers({ ScheduleExpression, EventPattern }: PutRule): void {
  if (ScheduleExpression === undefined && EventPattern === undefined) {
    throw validationError('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (EventPattern !== undefined) compileEventPattern(EventPattern);
  if (ScheduleExpression === undefined) return;
  const schedule = parseScheduleExpression(ScheduleExpression);
  if (!schedule || schedule.kind === 'at') throw validationError('Parameter ScheduleExpression is not valid.');
}
