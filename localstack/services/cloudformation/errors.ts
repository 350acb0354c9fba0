/** CloudFormation's refusals, in its own words. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html */
import { AwsError } from '../../engine/aws-error.ts';
import { validationError } from '../../template/errors.ts';
import type { StackRecord } from '../../template/stack-record.ts';

export const stackExists = (stackName: string): AwsError =>
  new AwsError('AlreadyExistsException', `Stack [${stackName}] already exists`, 400);

export const changeSetExists = (changeSetName: string): AwsError =>
  new AwsError('AlreadyExistsException', `ChangeSet ${changeSetName} already exists`, 400);

export const changeSetNotFound = (nameOrId: string): AwsError =>
  new AwsError('ChangeSetNotFound', `ChangeSet [${nameOrId}] does not exist`, 404);

export const invalidChangeSetStatus = (changeSetId: string, status: string): AwsError =>
  new AwsError(
    'InvalidChangeSetStatus',
    `ChangeSet [${changeSetId}] cannot be executed in its current status of [${status}]`,
    400,
  );

export const insufficientCapabilities = (capabilities: readonly string[]): AwsError =>
  new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${capabilities.join(', ')}]`, 400);

export const cannotUpdate = ({ stackId, status }: StackRecord): AwsError =>
  validationError(`Stack:${stackId} is in ${status} state and can not be updated.`);
