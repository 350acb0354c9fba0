/** Patterns of policies: `*` stands for any characters, `?` for one. */

export type Matches = (text: string) => boolean;

/**
 * Compiles a pattern once, in the cheapest form that will do: most are exact names, or end in a `*`.
 * Characters of `*`'s and `?`'s that are meant literally are written `${*}`, `${?}` and `${$}` in policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function compilePattern(pattern: string): Matches {
  if (pattern === '*') return () => true;
  const first = pattern.search(/[*?]|\$\{[*?$]\}/u);
  if (first < 0) return (text) => text === pattern;
  if (first === pattern.length - 1 && pattern.endsWith('*')) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  const expression = new RegExp(`^${toExpression(pattern)}$`, 'su');
  return (text) => expression.test(text);
}

function toExpression(pattern: string): string {
  return pattern.replace(/\$\{([*?$])\}|[*?]|[\\^$.|+()[\]{}/]/gu, (found, literal: string | undefined) => {
    if (literal !== undefined) return `\\${literal}`;
    if (found === '*') return '.*';
    return found === '?' ? '.' : `\\${found}`;
  });
}

/** Text that a pattern matches and nothing else: for what a variable stands for. */
export function escapePattern(text: string): string {
  return text.replace(/[*?$]/gu, (character) => `\${${character}}`);
}
