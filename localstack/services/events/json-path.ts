/** The JSON paths of InputPath and InputTransformer: `$`, `$.detail.name`, `$.resources[0]`, `$['detail-type']`. */

const stepPattern = /\.(?<name>[^.[\]]+)|\[(?<index>\d+)\]|\['(?<quoted>[^']*)'\]/uy;

/** The steps of a path, or undefined when it is none of these. */
export function parseJsonPath(path: string): readonly string[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: string[] = [];
  for (let at = 1; at < path.length; at = stepPattern.lastIndex) {
    stepPattern.lastIndex = at;
    const groups = stepPattern.exec(path)?.groups;
    if (!groups) return undefined;
    steps.push(groups['name'] ?? groups['index'] ?? groups['quoted'] ?? '');
  }
  return steps;
}

/** What lies at the path; undefined when nothing does. */
export function readJsonPath(document: unknown, steps: readonly string[]): unknown {
  let value = document;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
