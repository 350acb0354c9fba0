/** The order in which a template's resources can be made: each after everything it refers to or names in DependsOn. */
import { validationError } from './errors.ts';
import { referencedNames } from './intrinsics.ts';
import type { TemplateResource } from './template.ts';

/** Logical ids, dependencies first; ties keep the template's order. A circle is an error that shows it. */
export function creationOrder(resources: Readonly<Record<string, TemplateResource>>): string[] {
  const ordered: string[] = [];
  const done = new Set<string>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (done.has(logicalId)) return;
    if (path.includes(logicalId)) {
      const circle = [...path.slice(path.indexOf(logicalId)), logicalId].join(' → ');
      throw validationError(`Circular dependency between resources: ${circle}`);
    }
    const resource = resources[logicalId];
    if (!resource) return;
    for (const dependency of dependenciesOf(logicalId, resource, resources)) visit(dependency, [...path, logicalId]);
    done.add(logicalId);
    ordered.push(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
  return ordered;
}

function dependenciesOf(
  logicalId: string,
  resource: TemplateResource,
  resources: Readonly<Record<string, TemplateResource>>,
): string[] {
  const dependsOn = resource.DependsOn ?? [];
  const named = typeof dependsOn === 'string' ? [dependsOn] : dependsOn;
  for (const name of named) {
    if (!resources[name]) {
      throw validationError(
        `Template format error: Unresolved resource dependencies [${name}] in the DependsOn of ${logicalId}`,
      );
    }
  }
  return [...named, ...referencedNames(resource.Properties)].filter((name) => name in resources);
}
