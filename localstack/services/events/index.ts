import type { Doors } from '../../engine/eventing/delivery.ts';
/** Amazon EventBridge: rules of the default bus, on schedules and on patterns, with Lambda and SQS as targets. */
import type { Engine, Service } from '../../engine/service.ts';
import { busOperations, tagOperations } from './buses-and-tags.ts';
import { describeRule, listRuleNamesByTarget, listRules } from './describe-rules.ts';
import { putEvents, testEventPattern } from './put-events.ts';
import { putRule } from './put-rule.ts';
import { ruleResource } from './resources.ts';
import { EventsState } from './state.ts';
import { deleteRule, disableRule, enableRule } from './switch-rule.ts';
import { listTargetsByRule, putTargets, removeTargets } from './targets.ts';

export function createEvents(engine: Engine, doors: Doors): Service {
  const state = new EventsState(engine, doors);
  return {
    name: 'events',
    protocol: { kind: 'json', version: '1.1', targetPrefix: 'AWSEvents' },
    operations: {
      DeleteRule: deleteRule(state),
      DescribeRule: describeRule(state),
      DisableRule: disableRule(state),
      EnableRule: enableRule(state),
      ListRuleNamesByTarget: listRuleNamesByTarget(state),
      ListRules: listRules(state),
      ListTargetsByRule: listTargetsByRule(state),
      PutEvents: putEvents(state),
      PutRule: putRule(state),
      PutTargets: putTargets(state),
      RemoveTargets: removeTargets(state),
      TestEventPattern: testEventPattern,
      ...busOperations(state),
      ...tagOperations(state),
    },
    resources: { 'AWS::Events::Rule': ruleResource },
    start: () => state.ticker.start(),
    stop: () => state.ticker.stop(),
  };
}
