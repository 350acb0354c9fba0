/** A CloudFormation template, as far as the deployer reads it. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
import { validationError } from './errors.ts';
import { parseYaml } from './yaml-template.ts';

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number | boolean;
  readonly AllowedValues?: readonly (string | number)[];
  readonly AllowedPattern?: string;
  readonly ConstraintDescription?: string;
  readonly MinLength?: number;
  readonly MaxLength?: number;
  readonly MinValue?: number;
  readonly MaxValue?: number;
  readonly NoEcho?: boolean | string;
  readonly Description?: string;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: DeletionPolicy;
  readonly UpdateReplacePolicy?: DeletionPolicy;
  readonly Metadata?: unknown;
}

export type DeletionPolicy = 'Delete' | 'Retain' | 'RetainExceptOnCreate' | 'Snapshot';

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Description?: string;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

export interface TemplateRule {
  readonly RuleCondition?: unknown;
  readonly Assertions: readonly { readonly Assert: unknown; readonly AssertDescription?: string }[];
}

export interface Template {
  readonly Description?: string;
  readonly Metadata?: unknown;
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Rules?: Readonly<Record<string, TemplateRule>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
}

const sections = new Set([
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Mappings',
  'Conditions',
  'Rules',
  'Resources',
  'Outputs',
]);

const resourceAttributes = new Set([
  'Type',
  'Properties',
  'DependsOn',
  'Condition',
  'DeletionPolicy',
  'UpdateReplacePolicy',
  'Metadata',
]);

/** Parses a template, JSON or YAML. Sections and resource attributes that would be silently without effect are errors that name them. */
export function parseTemplate(text: string): Template {
  const parsed = parseText(text);
  const problems = Object.keys(parsed)
    .filter((section) => !sections.has(section))
    .map((section) => `section ${section} is not supported`);
  const resources = parsed['Resources'];
  if (typeof resources !== 'object' || resources === null) {
    throw validationError('Template format error: At least one Resources member must be defined.');
  }
  for (const [logicalId, resource] of Object.entries(resources as Record<string, Record<string, unknown>>)) {
    if (typeof resource?.['Type'] !== 'string') problems.push(`${logicalId} has no Type`);
    for (const attribute of Object.keys(resource ?? {})) {
      if (!resourceAttributes.has(attribute)) problems.push(`${logicalId}: attribute ${attribute} is not supported`);
    }
  }
  if (problems.length > 0) throw validationError(`Template format error: ${problems.join('; ')}`);
  return parsed as unknown as Template;
}

function parseText(text: string): Record<string, unknown> {
  const isJson = text.trimStart().startsWith('{');
  let parsed: unknown;
  try {
    parsed = isJson ? JSON.parse(text) : parseYaml(text);
  } catch (fault) {
    throw validationError(
      `Template format error: ${isJson ? 'JSON' : 'YAML'} not well-formed. ${(fault as Error).message}`,
    );
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  throw validationError('Template format error: unsupported structure.');
}
