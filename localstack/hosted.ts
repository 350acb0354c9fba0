/** What the cloud hosts, as a table for its README: read from the services themselves, so that it cannot go stale. */
import type { Service } from './engine/service.ts';

/** Markdown: a row per service with its operations and CloudFormation resource types. */
export function hostedTable(services: readonly Service[]): string {
  const rows = services
    .filter(({ name }) => name !== 'local-cloud')
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map(({ name, operations, resources = {} }) => {
      const types = Object.keys(resources).toSorted();
      return `| ${name} | ${Object.keys(operations).toSorted().join(', ') || 'the data plane of HTTP APIs'} | ${types.join(', ')} |`;
    });
  return ['| service | operations | resource types |', '|---|---|---|', ...rows].join('\n');
}
