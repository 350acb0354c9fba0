import type { Operation } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';
import type { ResourceRecord } from '../../template/stack-record.ts';
import { findStack } from './find-stack.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListStackResources.html */
export function listStackResources(deployer: Deployer): Operation {
  return {
    parameters: { StackName: { type: 'string', required: true } },
    run: ({ StackName }: { StackName: string }) => ({
      StackResourceSummaries: Object.values(findStack(deployer, StackName).resources).map(summary),
    }),
  };
}

function summary({ logicalId, physicalId, type, status, updatedAtMs }: ResourceRecord): Record<string, unknown> {
  return {
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    LastUpdatedTimestamp: new Date(updatedAtMs),
    ResourceStatus: status,
  };
}
