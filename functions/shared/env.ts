/**
 * Reads the named environment variables, all of them required and non-empty.
 * Called once at cold start; throws one error that names everything missing, so that a deploy is repaired in one round.
 */
export function readEnv<const Name extends string>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<Name, string> {
  const missing = names.filter((name) => !environment[name]);
  if (missing.length > 0) throw new Error(`environment variables are missing: ${missing.join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Name, string>;
}

/**
 * Reads a whole number from an environment variable's text; throws, naming variable and value, when it is none or out
 * of range.
 */
export function readWholeNumber(
  name: string,
  text: string,
  range: { readonly min: number; readonly max: number },
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < range.min || value > range.max)
    throw new Error(`${name} must be a whole number from ${range.min} to ${range.max}, got ${JSON.stringify(text)}`);
  return value;
}
