import type { Operation } from '../../engine/service.ts';

/** None ever: hooks cannot be registered here, so none has run. The CDK CLI asks when a change set fails. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListHookResults.html */
export const listHookResults: Operation = {
  parameters: {
    TargetType: { type: 'string' },
    TargetId: { type: 'string' },
    TypeArn: { type: 'string' },
    Status: { type: 'string' },
    NextToken: { type: 'string' },
  },
  run: ({ TargetType, TargetId }: { TargetType?: string; TargetId?: string }) => ({
    TargetType,
    TargetId,
    HookResults: [],
  }),
};
