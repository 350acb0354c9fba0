import { validationError } from '../../engine/aws-error.ts';
import type { Operation } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';
import { findStack } from './find-stack.ts';

interface DescribeStackResources {
  readonly StackName: string;
  readonly LogicalResourceId?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export function describeStackResources(deployer: Deployer): Operation {
  return {
    parameters: { StackName: { type: 'string', required: true }, LogicalResourceId: { type: 'string' } },
    run: ({ StackName, LogicalResourceId }: DescribeStackResources) => {
      const { stackId, stackName, resources } = findStack(deployer, StackName);
      const wanted = Object.values(resources).filter(({ logicalId }) => logicalId === (LogicalResourceId ?? logicalId));
      if (wanted.length === 0 && LogicalResourceId !== undefined) {
        throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stackName}`);
      }
      return {
        StackResources: wanted.map(({ logicalId, physicalId, type, status, updatedAtMs }) => ({
          StackId: stackId,
          StackName: stackName,
          LogicalResourceId: logicalId,
          PhysicalResourceId: physicalId,
          ResourceType: type,
          Timestamp: new Date(updatedAtMs),
          ResourceStatus: status,
        })),
      };
    },
  };
}
