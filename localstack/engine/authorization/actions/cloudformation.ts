/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html */
import { regionalArn, rowsOf, text } from '../action-table.ts';
import type { Access, ActionTable, Input, Place, ResourcesOf } from '../action-table.ts';

function stackArn(reference: string, place: Place): string {
  if (reference === '') return '*';
  return reference.startsWith('arn:') ? reference : regionalArn('cloudformation', `stack/${reference}/*`, place);
}

const stack: ResourcesOf = (input, place) => [stackArn(text(input, 'StackName'), place)];

/** A change set may be named by its ARN alone, which does not say whose it is. */
const changeSetsStack: ResourcesOf = (input, place) =>
  text(input, 'StackName') === '' ? [text(input, 'ChangeSetName') || '*'] : stack(input, place);

/** Who gives CloudFormation a role must be allowed to give it away. */
const withRole =
  (action: string) =>
  (input: Input, place: Place): readonly Access[] => {
    const role = text(input, 'RoleARN');
    const access = { action: `cloudformation:${action}`, resources: stack(input, place) };
    return role === '' ? [access] : [access, { action: 'iam:PassRole', resources: [role] }];
  };

const passed = () => ({ 'iam:passedtoservice': ['cloudformation.amazonaws.com'] });
const rolePassing = 'CreateStack UpdateStack DeleteStack CreateChangeSet RollbackStack ContinueUpdateRollback';

export const cloudformation: ActionTable = {
  prefix: 'cloudformation',
  rows: {
    ...Object.fromEntries(
      rolePassing.split(' ').map((name) => [name, { accesses: withRole(name), conditions: passed }]),
    ),
    ...rowsOf('DeleteChangeSet DescribeChangeSet ExecuteChangeSet DescribeChangeSetHooks', { on: changeSetsStack }),
    ...rowsOf('ListChangeSets UpdateTerminationProtection CancelUpdateStack', { on: stack }),
    ...rowsOf('DescribeEvents DescribeStackEvents DescribeStackResource DescribeStackResources', { on: stack }),
    ...rowsOf('DescribeStacks GetTemplate GetTemplateSummary ListStackResources GetStackPolicy SetStackPolicy', {
      on: stack,
    }),
    ...rowsOf('ListExports ListHookResults ListImports ListStacks ValidateTemplate', {}),
    ...rowsOf('DescribeType ListTypes DescribeStackDriftDetectionStatus', {}),
  },
};
