import type { Operation } from '../../engine/service.ts';
import { listOf } from './form-input.ts';
import type { CloudformationRoom } from './room.ts';

/** With those deleted in the last 90 days, all in one page. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStacks.html */
export function listStacks({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: { StackStatusFilter: { type: 'any' } },
    run({ StackStatusFilter }: { StackStatusFilter?: unknown }) {
      const wanted = listOf<string>(StackStatusFilter);
      const stacks = [...deployer.stacks(), ...deployer.deletedStacks()];
      return {
        StackSummaries: stacks
          .filter(({ status }) => wanted.length === 0 || wanted.includes(status))
          .map(({ stackId, stackName, template, createdAtMs, changedAtMs, deletedAtMs, status, statusReason }) => ({
            StackId: stackId,
            StackName: stackName,
            TemplateDescription: template.Description,
            CreationTime: new Date(createdAtMs),
            LastUpdatedTime: changedAtMs === undefined ? undefined : new Date(changedAtMs),
            DeletionTime: deletedAtMs === undefined ? undefined : new Date(deletedAtMs),
            StackStatus: status,
            StackStatusReason: statusReason || undefined,
          })),
      };
    },
  };
}
