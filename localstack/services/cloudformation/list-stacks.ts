import type { Operation } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';

/** Deleted stacks are not remembered here. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export function listStacks(deployer: Deployer): Operation {
  return {
    parameters: { StackStatusFilter: { type: 'list', member: { type: 'string' } } },
    run: ({ StackStatusFilter }: { StackStatusFilter?: readonly string[] }) => ({
      StackSummaries: deployer
        .stacks()
        .filter(({ status }) => StackStatusFilter?.includes(status) ?? true)
        .map(({ stackId, stackName, template, createdAtMs, updatedAtMs, status }) => ({
          StackId: stackId,
          StackName: stackName,
          TemplateDescription: template.Description,
          CreationTime: new Date(createdAtMs),
          LastUpdatedTime: new Date(updatedAtMs),
          StackStatus: status,
        })),
    }),
  };
}
