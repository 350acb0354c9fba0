import type { Operation } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';
import { findStack } from './find-stack.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html */
export function getTemplate(deployer: Deployer): Operation {
  return {
    parameters: { StackName: { type: 'string', required: true } },
    run: ({ StackName }: { StackName: string }) => ({
      TemplateBody: JSON.stringify(findStack(deployer, StackName).template, null, 1),
      StagesAvailable: ['Original'],
    }),
  };
}
