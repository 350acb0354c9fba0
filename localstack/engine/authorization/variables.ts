/**
 * Variables of policies, `${aws:PrincipalTag/team}` and `${aws:PrincipalTag/team, 'none'}`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
import type { Lookup } from './question.ts';

const variable = /\$\{\s*(?<key>[A-Za-z][^,}]*?)\s*(?:,\s*'(?<fallback>[^']*)'\s*)?\}/gu;

/** Whether a text holds a variable; `${*}`, `${?}` and `${$}` are none. */
export function hasVariable(text: string): boolean {
  return text.includes('${') && text.search(variable) >= 0;
}

/**
 * The text with each variable's value in its place, passed through `escape`. Undefined when a variable has no value and
 * no default: what holds it then matches nothing.
 */
export function substitute(text: string, lookup: Lookup, escape: (value: string) => string): string | undefined {
  let isComplete = true;
  const filled = text.replace(variable, (...found: readonly unknown[]) => {
    const { key = '', fallback } = found.at(-1) as { key?: string; fallback?: string };
    const values = lookup(key.toLowerCase());
    const value = values?.length === 1 ? values[0] : fallback;
    if (value === undefined) isComplete = false;
    return escape(value ?? '');
  });
  return isComplete ? filled : undefined;
}
