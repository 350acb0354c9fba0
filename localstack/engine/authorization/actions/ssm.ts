/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
import { list, regionalArn, rowsOf, tagConditions, text } from '../action-table.ts';
import type { ActionTable, Place, ResourcesOf } from '../action-table.ts';

/** The first slash of a name stands for the one before it: `/a/b` is `parameter/a/b`. */
function parameterArn(name: string, place: Place): string {
  if (name.startsWith('arn:')) return name;
  const bare = name.replace(/:[^:/]+$/u, '');
  return regionalArn('ssm', `parameter/${bare.replace(/^\//u, '')}`, place);
}

const parameter: ResourcesOf = (input, place) => [parameterArn(text(input, 'Name'), place)];
const parameters: ResourcesOf = (input, place) => list(input, 'Names').map((name) => parameterArn(String(name), place));
const path: ResourcesOf = (input, place) => [parameterArn(text(input, 'Path'), place)];
const tagged: ResourcesOf = (input, place) => [parameterArn(text(input, 'ResourceId'), place)];

export const ssm: ActionTable = {
  prefix: 'ssm',
  rows: {
    ...rowsOf('GetParameter DeleteParameter GetParameterHistory LabelParameterVersion', { on: parameter }),
    PutParameter: { on: parameter, conditions: tagConditions },
    ...rowsOf('GetParameters DeleteParameters', { on: parameters }),
    GetParametersByPath: { on: path },
    DescribeParameters: { on: (_input, place) => [regionalArn('ssm', '*', place)] },
    AddTagsToResource: { on: tagged, conditions: tagConditions },
    ...rowsOf('ListTagsForResource RemoveTagsFromResource', { on: tagged }),
  },
};
