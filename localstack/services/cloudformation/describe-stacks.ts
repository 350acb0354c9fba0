import type { Operation } from '../../engine/service.ts';
import type { StackRecord } from '../../template/stack-record.ts';
import { describeParameters } from './describe-parameters.ts';
import { findStack } from './find-stack.ts';
import type { CloudformationRoom } from './room.ts';

/** All in one page; a deleted one by its id. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export function describeStacks({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: { StackName: { type: 'string' } },
    run: ({ StackName }: { StackName?: string }) => {
      const stacks = StackName === undefined ? deployer.stacks() : [findStack(deployer, StackName)];
      return { Stacks: stacks.map(describe) };
    },
  };
}

function describe(stack: StackRecord): Record<string, unknown> {
  const { changedAtMs, deletedAtMs, operation } = stack;
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    ChangeSetId: stack.changeSetId,
    Description: stack.template.Description,
    Parameters: describeParameters(stack),
    CreationTime: new Date(stack.createdAtMs),
    DeletionTime: deletedAtMs === undefined ? undefined : new Date(deletedAtMs),
    LastUpdatedTime: changedAtMs === undefined ? undefined : new Date(changedAtMs),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason || undefined,
    DisableRollback: operation?.onFailure === 'DO_NOTHING',
    NotificationARNs: [],
    Capabilities: stack.capabilities,
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
    RoleARN: stack.roleArn,
    Tags: stack.tags ?? [],
    EnableTerminationProtection: stack.isProtected ?? false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}
