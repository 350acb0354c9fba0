/** DescribeRule, ListRules and ListRuleNamesByTarget. */
import type { Operation } from '../../engine/service.ts';
import { busName, pageOf, pageParameters, ruleName } from './names.ts';
import type { Page } from './names.ts';
import type { Rule } from './rules.ts';
import type { EventsState } from './state.ts';

interface Bus {
  readonly EventBusName?: string;
}

export function describeRule({ rules, engine }: EventsState): Operation {
  return {
    parameters: { Name: ruleName, ...busName },
    run({ Name, EventBusName }: Bus & { readonly Name: string }) {
      rules.checkBus(EventBusName);
      return { ...describe(rules.get(Name)), CreatedBy: engine.accountId };
    },
  };
}

export function listRules({ rules }: EventsState): Operation {
  return {
    parameters: { NamePrefix: { type: 'string' }, ...busName, ...pageParameters },
    run({ NamePrefix = '', EventBusName, ...page }: Bus & Page & { readonly NamePrefix?: string }) {
      rules.checkBus(EventBusName);
      const found = rules.list().filter(({ name }) => name.startsWith(NamePrefix));
      const { items, end } = pageOf(found, page, ({ name }) => name);
      return { Rules: items.map(describe), ...end };
    },
  };
}

export function listRuleNamesByTarget({ rules }: EventsState): Operation {
  return {
    parameters: { TargetArn: { type: 'string', required: true }, ...busName, ...pageParameters },
    run({ TargetArn, EventBusName, ...page }: Bus & Page & { readonly TargetArn: string }) {
      rules.checkBus(EventBusName);
      const found = rules.list().filter(({ targets }) => targets.some(({ Arn }) => Arn === TargetArn));
      const { items, end } = pageOf(found, page, ({ name }) => name);
      return { RuleNames: items.map(({ name }) => name), ...end };
    },
  };
}

function describe(rule: Rule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    ...(rule.eventPattern !== undefined && { EventPattern: rule.eventPattern }),
    ...(rule.scheduleExpression !== undefined && { ScheduleExpression: rule.scheduleExpression }),
    State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
    EventBusName: 'default',
  };
}
