/** A template's rules about its parameters. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html */
import { validationError } from './errors.ts';
import { resolveCondition, type Scope } from './intrinsics.ts';
import type { Template } from './template.ts';

/** Throws with the description of the first assertion that does not hold. */
export function checkRules({ Rules = {} }: Template, scope: Scope): void {
  for (const [name, { RuleCondition, Assertions }] of Object.entries(Rules)) {
    if (RuleCondition !== undefined && !resolveCondition(RuleCondition, scope)) continue;
    for (const { Assert, AssertDescription } of Assertions) {
      if (resolveCondition(Assert, scope)) continue;
      throw validationError(`Template error: rule ${name} failed${AssertDescription ? `: ${AssertDescription}` : ''}`);
    }
  }
}
