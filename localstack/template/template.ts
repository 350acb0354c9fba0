/** A CloudFormation template, as far as the deployer reads it. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
import { validationError } from '../engine/aws-error.ts';

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
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

/** Parses a JSON template. Sections and resource attributes that would be silently without effect are errors that name them. */
export function parseTemplate(text: string): Template {
  const parsed = parseJson(text);
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

function parseJson(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch (fault) {
    throw validationError(`Template format error: not JSON (${(fault as Error).message}). YAML is not supported.`);
  }
  throw validationError('Template format error: the template must be a JSON object.');
}
