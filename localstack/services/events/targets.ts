/** PutTargets, RemoveTargets and ListTargetsByRule. */
import { notImplemented, validationError } from '../../engine/aws-error.ts';
import { isDeliverable } from '../../engine/eventing/delivery.ts';
import type { Operation } from '../../engine/service.ts';
import { limitExceeded } from './errors.ts';
import { busName, pageOf, pageParameters, ruleName } from './names.ts';
import type { Page } from './names.ts';
import type { Target } from './rules.ts';
import type { EventsState } from './state.ts';
import { checkTargetInput } from './target-input.ts';

interface OfRule {
  readonly Rule: string;
  readonly EventBusName?: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const targetsMax = 5;

/** Adds targets, or replaces those with the same id. */
export function putTargets(state: EventsState): Operation {
  return {
    parameters: {
      Rule: ruleName,
      ...busName,
      Targets: {
        type: 'list',
        required: true,
        lengthMin: 1,
        lengthMax: 100,
        member: {
          type: 'structure',
          members: {
            Id: { type: 'string', required: true, lengthMin: 1, lengthMax: 64, pattern: '[\\.\\-_A-Za-z0-9]+' },
            Arn: { type: 'string', required: true, lengthMin: 1, lengthMax: 1600 },
            RoleArn: { type: 'string' },
            Input: { type: 'string', lengthMax: 8192 },
            InputPath: { type: 'string', lengthMax: 256 },
            InputTransformer: {
              type: 'structure',
              members: {
                InputPathsMap: { type: 'map', lengthMax: 100, member: { type: 'string', lengthMax: 256 } },
                InputTemplate: { type: 'string', required: true, lengthMin: 1, lengthMax: 8192 },
              },
            },
            RetryPolicy: {
              type: 'structure',
              members: {
                MaximumRetryAttempts: { type: 'integer', valueMin: 0, valueMax: 185 },
                MaximumEventAgeInSeconds: { type: 'integer', valueMin: 60, valueMax: 86_400 },
              },
            },
            DeadLetterConfig: { type: 'structure', members: { Arn: { type: 'string' } } },
          },
        },
      },
    },
    run({ Rule, EventBusName, Targets }: OfRule & { readonly Targets: readonly Target[] }) {
      state.rules.checkBus(EventBusName);
      const rule = state.rules.get(Rule);
      for (const target of Targets) checkTarget(target);
      const kept = rule.targets.filter(({ Id }) => !Targets.some((target) => target.Id === Id));
      const targets = [...kept, ...Targets];
      if (targets.length > targetsMax) throw limitExceeded();
      state.putRule({ ...rule, targets });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };
}

function checkTarget(target: Target): void {
  if (!/^arn:[\w-]+:[\w-]+:/u.test(target.Arn)) {
    throw validationError(`Parameter ${target.Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  if (!isDeliverable(target.Arn)) throw notImplemented(`events target ${target.Arn}`);
  checkTargetInput(target);
}

export function removeTargets(state: EventsState): Operation {
  return {
    parameters: {
      Rule: ruleName,
      ...busName,
      Ids: { type: 'list', required: true, lengthMin: 1, lengthMax: 100, member: { type: 'string' } },
      Force: { type: 'boolean' },
    },
    run({ Rule, EventBusName, Ids }: OfRule & { readonly Ids: readonly string[] }) {
      state.rules.checkBus(EventBusName);
      const rule = state.rules.get(Rule);
      state.putRule({ ...rule, targets: rule.targets.filter(({ Id }) => !Ids.includes(Id)) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
  };
}

export function listTargetsByRule({ rules }: EventsState): Operation {
  return {
    parameters: { Rule: ruleName, ...busName, ...pageParameters },
    run({ Rule, EventBusName, ...page }: OfRule & Page) {
      rules.checkBus(EventBusName);
      const targets = rules.get(Rule).targets.toSorted((a, b) => (a.Id < b.Id ? -1 : 1));
      const { items, end } = pageOf(targets, page, ({ Id }) => Id);
      return { Targets: items, ...end };
    },
  };
}
