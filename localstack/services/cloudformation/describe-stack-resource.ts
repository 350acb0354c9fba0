import type { Operation } from '../../engine/service.ts';
import { validationError } from '../../template/errors.ts';
import { findStack } from './find-stack.ts';
import type { CloudformationRoom } from './room.ts';

interface DescribeStackResource {
  readonly StackName: string;
  readonly LogicalResourceId: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html */
export function describeStackResource({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {
      StackName: { type: 'string', required: true },
      LogicalResourceId: { type: 'string', required: true },
    },
    run({ StackName, LogicalResourceId }: DescribeStackResource) {
      const { stackId, stackName, resources, template } = findStack(deployer, StackName);
      const record = resources[LogicalResourceId];
      if (!record) throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stackName}`);
      const { Metadata } = template.Resources[LogicalResourceId] ?? {};
      return {
        StackResourceDetail: {
          StackId: stackId,
          StackName: stackName,
          LogicalResourceId,
          PhysicalResourceId: record.physicalId || undefined,
          ResourceType: record.type,
          LastUpdatedTimestamp: new Date(record.updatedAtMs),
          ResourceStatus: record.status,
          ResourceStatusReason: record.statusReason,
          Metadata: Metadata === undefined ? undefined : JSON.stringify(Metadata),
        },
      };
    },
  };
}
