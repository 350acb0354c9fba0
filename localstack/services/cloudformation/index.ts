/** AWS CloudFormation: stacks and change sets, as SDKs, the AWS CLI and the CDK CLI use them. */
import type { Service } from '../../engine/service.ts';
import type { Deployer } from '../../template/deployer.ts';
import { continueUpdateRollback } from './continue-update-rollback.ts';
import { createChangeSet } from './create-change-set.ts';
import { createStack } from './create-stack.ts';
import { deleteChangeSet } from './delete-change-set.ts';
import { deleteStack } from './delete-stack.ts';
import { describeChangeSet } from './describe-change-set.ts';
import { describeEvents } from './describe-events.ts';
import { describeStackEvents } from './describe-stack-events.ts';
import { describeStackResource } from './describe-stack-resource.ts';
import { describeStackResources } from './describe-stack-resources.ts';
import { describeStacks } from './describe-stacks.ts';
import { executeChangeSet } from './execute-change-set.ts';
import { getTemplateSummary, validateTemplate } from './get-template-summary.ts';
import { getTemplate } from './get-template.ts';
import { listChangeSets } from './list-change-sets.ts';
import { listExports } from './list-exports.ts';
import { listHookResults } from './list-hook-results.ts';
import { listImports } from './list-imports.ts';
import { listStackResources } from './list-stack-resources.ts';
import { listStacks } from './list-stacks.ts';
import { readFromS3 } from './read-from-s3.ts';
import { metadataResource } from './resources.ts';
import { rollbackStack } from './rollback-stack.ts';
import type { ReadObject } from './room.ts';
import { updateStack } from './update-stack.ts';
import { updateTerminationProtection } from './update-termination-protection.ts';

/** `readObject` reads templates that a request names by URL; by default from this cloud's own S3. */
export function createCloudformation(deployer: Deployer, readObject: ReadObject = readFromS3(deployer.call)): Service {
  const room = { deployer, readObject };
  return {
    name: 'cloudformation',
    protocol: {
      kind: 'query',
      apiVersion: '2010-05-15',
      xmlNamespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    },
    operations: {
      ContinueUpdateRollback: continueUpdateRollback(room),
      CreateChangeSet: createChangeSet(room),
      CreateStack: createStack(room),
      DeleteChangeSet: deleteChangeSet(room),
      DeleteStack: deleteStack(room),
      DescribeChangeSet: describeChangeSet(room),
      DescribeEvents: describeEvents(room),
      DescribeStackEvents: describeStackEvents(room),
      DescribeStackResource: describeStackResource(room),
      DescribeStackResources: describeStackResources(room),
      DescribeStacks: describeStacks(room),
      ExecuteChangeSet: executeChangeSet(room),
      GetTemplate: getTemplate(room),
      GetTemplateSummary: getTemplateSummary(room),
      ListChangeSets: listChangeSets(room),
      ListExports: listExports(room),
      ListHookResults: listHookResults,
      ListImports: listImports(room),
      ListStackResources: listStackResources(room),
      ListStacks: listStacks(room),
      RollbackStack: rollbackStack(room),
      UpdateStack: updateStack(room),
      UpdateTerminationProtection: updateTerminationProtection(room),
      ValidateTemplate: validateTemplate(room),
    },
    resources: { 'AWS::CDK::Metadata': metadataResource },
    start: () => deployer.recover(),
    stop: () => deployer.stop(),
  };
}
