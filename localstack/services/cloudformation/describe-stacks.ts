import type { Operation } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';
import type { StackRecord } from '../../template/stack-record.ts';
import { findStack } from './find-stack.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export function describeStacks(deployer: Deployer): Operation {
  return {
    parameters: { StackName: { type: 'string' } },
    run: ({ StackName }: { StackName?: string }) => {
      const stacks = StackName === undefined ? deployer.stacks() : [findStack(deployer, StackName)];
      return { Stacks: stacks.map(describe) };
    },
  };
}

function describe(stack: StackRecord): Record<string, unknown> {
  const { template, parameters } = stack;
  const shown = (name: string): string => {
    const { NoEcho } = template.Parameters?.[name] ?? {};
    return NoEcho === true || NoEcho === 'true' ? '****' : String(parameters[name]);
  };
  return {
    StackId: stack.stackId,
    StackName: stack.stackName,
    Description: template.Description,
    Parameters: Object.keys(parameters).map((name) => ({ ParameterKey: name, ParameterValue: shown(name) })),
    CreationTime: new Date(stack.createdAtMs),
    LastUpdatedTime: new Date(stack.updatedAtMs),
    StackStatus: stack.status,
    StackStatusReason: stack.statusReason || undefined,
    DisableRollback: false,
    Outputs: stack.outputs.map(({ key, value, description, exportName }) => ({
      OutputKey: key,
      OutputValue: value,
      Description: description,
      ExportName: exportName,
    })),
  };
}
