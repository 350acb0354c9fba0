/** What CreateStack, UpdateStack and CreateChangeSet have in common: they say what a stack is to be. */
import { notImplemented } from '../../engine/aws-error.ts';
import type { ParameterTable } from '../../engine/validation.ts';
import { validationError } from '../../template/errors.ts';
import type { ParameterValues } from '../../template/parameters.ts';
import type { StackGoal, StackOperation, StackRecord, Tag } from '../../template/stack-record.ts';
import { checkCapabilities } from './capabilities.ts';
import { isTrue, listOf } from './form-input.ts';
import type { CloudformationRoom } from './room.ts';
import { readTemplate, templateParameters, type TemplateInput } from './template-source.ts';

export interface GoalInput extends TemplateInput {
  readonly Parameters?: unknown;
  readonly Capabilities?: unknown;
  readonly Tags?: unknown;
  readonly NotificationARNs?: unknown;
  readonly RollbackConfiguration?: { readonly RollbackTriggers?: unknown };
  readonly RoleARN?: string;
  readonly DeploymentConfig?: DeploymentConfig;
  readonly DisableRollback?: string;
}

export interface DeploymentConfig {
  readonly Mode?: string;
  readonly DisableRollback?: string;
}

export const deploymentConfig = {
  type: 'structure',
  members: { Mode: { type: 'string' }, DisableRollback: { type: 'string' } },
} as const;

export const goalParameters: ParameterTable = {
  ...templateParameters,
  UsePreviousTemplate: { type: 'string' },
  // Lists are of type `any`: an empty one arrives as an empty text.
  Parameters: { type: 'any' },
  Capabilities: { type: 'any' },
  Tags: { type: 'any' },
  NotificationARNs: { type: 'any' },
  RollbackConfiguration: { type: 'any' },
  RoleARN: { type: 'string' },
  DeploymentConfig: deploymentConfig,
};

interface ParameterInput {
  readonly ParameterKey: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: string;
}

/** The checked goal. Throws what AWS answers at once: a template that cannot be read, missing values, missing capabilities. */
export async function readGoal(room: CloudformationRoom, stack: StackRecord, input: GoalInput): Promise<StackGoal> {
  refuseUnsupported(input);
  const { template, templateBody } = await readTemplate(input, room.readObject, stack);
  const capabilities = listOf<string>(input.Capabilities);
  checkCapabilities(template, capabilities);
  const given = givenParameters(stack, listOf<ParameterInput>(input.Parameters));
  // Tags that are left out of an update stay as they are; an empty list removes them.
  const tags = input.Tags === undefined ? (stack.tags ?? []) : listOf<Tag>(input.Tags);
  const { RoleARN: roleArn = stack.roleArn } = input;
  const goal = { template, templateBody, tags, capabilities, ...(roleArn !== undefined && { roleArn }) };
  return await room.deployer.prepare(stack, goal, given);
}

/** What `DisableRollback` and a deployment's configuration say should follow from a failure. */
export function failureAction({ DisableRollback, DeploymentConfig }: GoalInput): StackOperation['onFailure'] {
  return isTrue(DisableRollback) || isTrue(DeploymentConfig?.DisableRollback) ? 'DO_NOTHING' : 'ROLLBACK';
}

export function checkDeploymentConfig(config: DeploymentConfig | undefined): void {
  const { Mode = 'STANDARD' } = config ?? {};
  if (Mode !== 'STANDARD') throw notImplemented(`cloudformation DeploymentConfig.Mode ${Mode}`);
}

function refuseUnsupported({ NotificationARNs, RollbackConfiguration, DeploymentConfig }: GoalInput): void {
  if (listOf(NotificationARNs).length > 0) throw notImplemented('cloudformation NotificationARNs');
  if (listOf(RollbackConfiguration?.RollbackTriggers).length > 0) {
    throw notImplemented('cloudformation RollbackConfiguration.RollbackTriggers');
  }
  checkDeploymentConfig(DeploymentConfig);
}

function givenParameters(stack: StackRecord, parameters: readonly ParameterInput[]): ParameterValues {
  const values = parameters.map(({ ParameterKey, ParameterValue, UsePreviousValue }) => {
    if (!isTrue(UsePreviousValue)) return [ParameterKey, ParameterValue ?? ''] as const;
    const previous = previousText(stack, ParameterKey);
    if (previous === undefined) {
      throw validationError(
        `Invalid input for parameter key ${ParameterKey}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      );
    }
    return [ParameterKey, previous] as const;
  });
  return Object.fromEntries(values);
}

function previousText({ parameterTexts, parameters }: StackRecord, name: string): string | undefined {
  const value = parameterTexts?.[name] ?? parameters[name];
  return typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : undefined;
}
