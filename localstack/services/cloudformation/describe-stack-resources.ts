import type { Operation } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';
import { validationError } from '../../template/errors.ts';
import type { ResourceRecord, StackRecord } from '../../template/stack-record.ts';
import { findStack } from './find-stack.ts';
import type { CloudformationRoom } from './room.ts';

interface DescribeStackResources {
  readonly StackName?: string;
  readonly LogicalResourceId?: string;
  readonly PhysicalResourceId?: string;
}

/** Of one stack, or of the stack that has made `PhysicalResourceId`. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html */
export function describeStackResources({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {
      StackName: { type: 'string' },
      LogicalResourceId: { type: 'string' },
      PhysicalResourceId: { type: 'string' },
    },
    run(input: DescribeStackResources) {
      const { LogicalResourceId } = input;
      const stack = stackOf(deployer, input);
      const wanted = Object.values(stack.resources).filter(
        ({ logicalId }) => logicalId === (LogicalResourceId ?? logicalId),
      );
      if (wanted.length === 0 && LogicalResourceId !== undefined) {
        throw validationError(`Resource ${LogicalResourceId} does not exist for stack ${stack.stackName}`);
      }
      return { StackResources: wanted.map((record) => describe(stack, record)) };
    },
  };
}

function stackOf(deployer: Deployer, { StackName, PhysicalResourceId }: DescribeStackResources): StackRecord {
  if (StackName !== undefined) return findStack(deployer, StackName);
  const maker = deployer
    .stacks()
    .find(({ resources }) => Object.values(resources).some(({ physicalId }) => physicalId === PhysicalResourceId));
  if (maker && PhysicalResourceId) return maker;
  throw validationError(`Stack for ${PhysicalResourceId ?? 'null'} does not exist`);
}

function describe({ stackId, stackName }: StackRecord, record: ResourceRecord): Record<string, unknown> {
  return {
    StackId: stackId,
    StackName: stackName,
    LogicalResourceId: record.logicalId,
    PhysicalResourceId: record.physicalId || undefined,
    ResourceType: record.type,
    Timestamp: new Date(record.updatedAtMs),
    ResourceStatus: record.status,
    ResourceStatusReason: record.statusReason,
  };
}
