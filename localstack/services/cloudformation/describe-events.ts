import type { Operation } from '../../engine/service.ts';
import { findChangeSet } from './find-change-set.ts';
import { findStack } from './find-stack.ts';
import { isTrue } from './form-input.ts';
import type { CloudformationRoom } from './room.ts';

interface DescribeEvents {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
  readonly Filters?: { readonly FailedEvents?: string };
  readonly NextToken?: string;
}

const eventsPerPage = 100;

/**
 * The stack's events in the newer shape. A change set has none: it is worked out at once, and its `StatusReason` says
 * all there is to say. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html
 */
export function describeEvents({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {
      StackName: { type: 'string' },
      ChangeSetName: { type: 'string' },
      Filters: { type: 'structure', members: { FailedEvents: { type: 'string' } } },
      NextToken: { type: 'string' },
    },
    run({ StackName, ChangeSetName, Filters, NextToken }: DescribeEvents) {
      if (ChangeSetName !== undefined) {
        findChangeSet(deployer, { ChangeSetName, ...(StackName !== undefined && { StackName }) });
        return { OperationEvents: [] };
      }
      const { stackId } = findStack(deployer, StackName ?? '');
      const { events, nextToken } = deployer.events.page(stackId, NextToken, eventsPerPage);
      const isWanted = (status: string): boolean => !isTrue(Filters?.FailedEvents) || status.endsWith('_FAILED');
      return {
        OperationEvents: events
          .filter(({ status }) => isWanted(status))
          .map((event) => ({
            EventId: event.eventId,
            StackId: event.stackId,
            EventType: 'STACK_EVENT',
            LogicalResourceId: event.logicalId,
            PhysicalResourceId: event.physicalId,
            ResourceType: event.type,
            Timestamp: new Date(event.atMs),
            ResourceStatus: event.status,
            ResourceStatusReason: event.reason,
            ClientRequestToken: event.clientRequestToken,
          })),
        NextToken: nextToken,
      };
    },
  };
}
