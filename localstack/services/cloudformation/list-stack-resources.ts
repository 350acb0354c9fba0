import type { Operation } from '../../engine/service.ts';
import type { ResourceRecord } from '../../template/stack-record.ts';
import { findStack } from './find-stack.ts';
import type { CloudformationRoom } from './room.ts';

/** All in one page. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export function listStackResources({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: { StackName: { type: 'string', required: true } },
    run: ({ StackName }: { StackName: string }) => ({
      StackResourceSummaries: Object.values(findStack(deployer, StackName).resources).map(summary),
    }),
  };
}

function summary(record: ResourceRecord): Record<string, unknown> {
  return {
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId || undefined,
    ResourceType: record.type,
    LastUpdatedTimestamp: new Date(record.updatedAtMs),
    ResourceStatus: record.status,
    ResourceStatusReason: record.statusReason,
  };
}
