import { rmSync } from 'node:fs';

import type { StageConfig } from '../../../lib/config.ts';
import { heavyRotation } from '../../../lib/heavy-rotation.ts';

/** What a template holds at some place: JSON, read as what a test expects there. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type Resource = {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  readonly properties: { readonly [name: string]: Json };
  readonly deletionPolicy: string | undefined;
};

type Template = {
  readonly Resources: Record<string, { Type: string; Properties?: Resource['properties']; DeletionPolicy?: string }>;
  readonly Parameters?: Record<string, { readonly [name: string]: Json }>;
  readonly Outputs?: Record<string, { Value: Json; Export?: Json }>;
};

/** The templates of one stage without its bundles: every resource in one list, and each stack in deploy order. */
export function synthesized(config: StageConfig) {
  // CDK's own validation costs a second of CPU; `npm run synth` has it, and these tests are about other promises.
  process.env['CDK_VALIDATION'] = 'false';
  const assembly = heavyRotation(config, { context: { 'aws:cdk:bundling-stacks': [] } }).synth();
  const stacks = assembly.stacks.map((stack) => ({
    name: stack.stackName.replace('HeavyRotation-', ''),
    template: stack.template as Template,
    dependencies: stack.dependencies.map(({ id }) => id).filter((id) => !id.endsWith('.assets')),
    isProtected: stack.terminationProtection === true,
  }));
  rmSync(assembly.directory, { recursive: true });

  const resources = stacks.flatMap(({ name: stack, template }) =>
    Object.entries(template.Resources).map(
      ([id, { Type: type, Properties: properties = {}, DeletionPolicy: deletionPolicy }]): Resource => ({
        stack,
        id,
        type,
        properties,
        deletionPolicy,
      }),
    ),
  );
  return { stacks, resources, ofType: (type: string) => resources.filter((resource) => resource.type === type) };
}

/** The value at a path of a template's JSON, or undefined; `at(properties, 'Code', 'S3Key')`. */
export function at(json: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let value = json;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as { readonly [key: string]: Json })[step];
  }
  return value;
}

/** The same, as a list: CloudFormation writes a list of one as its only element. */
export function listAt(json: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const value = at(json, ...path);
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
