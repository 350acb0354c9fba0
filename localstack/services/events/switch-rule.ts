/** EnableRule, DisableRule and DeleteRule. */
import { validationError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import { busName, ruleName } from './names.ts';
import type { EventsState } from './state.ts';

interface NamedRule {
  readonly Name: string;
  readonly EventBusName?: string;
}

const parameters: ParameterTable = { Name: ruleName, ...busName };

/** A rate counts anew from the moment its rule is switched on. */
export function enableRule(state: EventsState): Operation {
  return { parameters, run: (input: NamedRule) => switchRule(state, input, true) };
}

export function disableRule(state: EventsState): Operation {
  return { parameters, run: (input: NamedRule) => switchRule(state, input, false) };
}

function switchRule(state: EventsState, { Name, EventBusName }: NamedRule, isEnabled: boolean): void {
  state.rules.checkBus(EventBusName);
  const rule = state.rules.get(Name);
  if (rule.isEnabled !== isEnabled) state.putRule({ ...rule, isEnabled, anchorMs: state.engine.clock.nowMs() });
}

/** A rule that is not there counts as deleted; one with targets stays. */
export function deleteRule(state: EventsState): Operation {
  return {
    // Force is for rules that AWS services manage, of which there are none here.
    parameters: { ...parameters, Force: { type: 'boolean' } },
    run({ Name, EventBusName }: NamedRule) {
      state.rules.checkBus(EventBusName);
      const rule = state.rules.find(Name);
      if (!rule) return;
      if (rule.targets.length > 0) throw validationError("Rule can't be deleted since it has targets.");
      state.deleteRule(Name);
    },
  };
}
