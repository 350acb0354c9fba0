import type { Operation } from '../../engine/service.ts';
import { validationError } from '../../template/errors.ts';
import { findChangeSet } from './find-change-set.ts';
import { findStack } from './find-stack.ts';
import type { CloudformationRoom } from './room.ts';
import { bodyOf } from './template-source.ts';

interface GetTemplate {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
}

/** The text as it was sent. There are no transforms here, so a processed template is the original. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export function getTemplate({ deployer }: CloudformationRoom): Operation {
  return {
    parameters: {
      StackName: { type: 'string' },
      ChangeSetName: { type: 'string' },
      TemplateStage: { type: 'string', enum: ['Original', 'Processed'] },
    },
    run({ StackName, ChangeSetName }: GetTemplate) {
      if (ChangeSetName === undefined && StackName === undefined) throw validationError('StackName is required.');
      const goal =
        ChangeSetName === undefined
          ? findStack(deployer, StackName ?? '')
          : findChangeSet(deployer, { ChangeSetName, ...(StackName !== undefined && { StackName }) }).goal;
      return { TemplateBody: bodyOf(goal), StagesAvailable: ['Original', 'Processed'] };
    },
  };
}
