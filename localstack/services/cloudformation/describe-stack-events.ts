import type { Operation } from '../../engine/service.ts';
import { validationError } from '../../template/errors.ts';
import type { CloudformationRoom } from './room.ts';

interface DescribeStackEvents {
  readonly StackName: string;
  readonly NextToken?: string;
}

const eventsPerPage = 100;

/** Newest first, also of a stack deleted in the last 90 days, by its id. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackEvents.html */
export function describeStackEvents({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: { StackName: { type: 'string', required: true }, NextToken: { type: 'string' } },
    run({ StackName, NextToken }: DescribeStackEvents) {
      const stack = deployer.find(StackName);
      if (!stack) throw validationError(`Stack [${StackName}] does not exist`);
      const { events, nextToken } = deployer.events.page(stack.stackId, NextToken, eventsPerPage);
      return {
        StackEvents: events.map((event) => ({
          StackId: event.stackId,
          EventId: event.eventId,
          StackName: event.stackName,
          LogicalResourceId: event.logicalId,
          PhysicalResourceId: event.physicalId,
          ResourceType: event.type,
          Timestamp: new Date(event.atMs),
          ResourceStatus: event.status,
          ResourceStatusReason: event.reason,
          ResourceProperties: event.properties && JSON.stringify(event.properties),
          ClientRequestToken: event.clientRequestToken,
        })),
        NextToken: nextToken,
      };
    },
  };
}
